package org.devmap.conformance.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.driver.ContextCallback;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.KeptData;
import org.devmap.driver.MappingCallbacks;

/**
 * Mapping callbacks that record themselves and then follow a script. Without one they do what a driver does that only
 * watches: map answers {@code "pvt1"} for H1 and so on, access calls default_access, dup and unmap keep the data.
 */
public final class RecordingCallbacks implements MappingCallbacks<Object> {

    /** A script for map. */
    @FunctionalInterface
    public interface OnMap {

        /**
         * As {@link MappingCallbacks#map}.
         *
         * @param handle the handle
         * @param off user offset
         * @param len bytes
         * @return the private data
         * @throws DdiException to refuse
         */
        Object map(DevmapCookie handle, long off, long len) throws DdiException;
    }

    /** A script for access. */
    @FunctionalInterface
    public interface OnAccess {

        /**
         * As {@link MappingCallbacks#access}.
         *
         * @param handle the handle
         * @param off user offset
         * @param len bytes
         * @param type why
         * @param rw direction
         * @throws FaultException to fail with a fault code
         * @throws DdiException to fail with a number
         */
        void access(DevmapCookie handle, long off, long len, AccessType type, AccessDirection rw)
                throws FaultException, DdiException;
    }

    /** A script for dup. */
    @FunctionalInterface
    public interface OnDup {

        /**
         * As {@link MappingCallbacks#dup}.
         *
         * @param handle the parent's handle
         * @param data the parent's private data
         * @param newHandle the child's handle
         * @return the child's private data
         * @throws DdiException to refuse
         */
        Object dup(DevmapCookie handle, Object data, DevmapCookie newHandle) throws DdiException;
    }

    /** A script for unmap. */
    @FunctionalInterface
    public interface OnUnmap {

        /**
         * As {@link MappingCallbacks#unmap}.
         *
         * @param handle the handle
         * @param data the private data
         * @param off user offset of the first byte gone
         * @param len bytes gone
         * @return the data of the parts kept, or null for unchanged
         */
        KeptData<Object> unmap(DevmapCookie handle, Object data, long off, long len);
    }

    private final Journal journal;
    private volatile Set<Entry> entries = EnumSet.allOf(Entry.class);
    private volatile Object identity = this;
    private volatile int revision = DEVMAP_OPS_REV;
    private volatile OnMap onMap;
    private volatile OnAccess onAccess = DevmapCookie::defaultAccess;
    private volatile OnDup onDup = (_, data, _) -> data;
    private volatile OnUnmap onUnmap = (_, data, _, _) -> KeptData.unchanged(data);

    RecordingCallbacks(Journal journal) {
        this.journal = journal;
        this.onMap = (handle, _, _) -> journal.name(handle).replace("H", "pvt");
    }

    /**
     * Makes only these callbacks real; the others are null in C's sense.
     *
     * @param real the real ones
     * @return this
     */
    public RecordingCallbacks only(Entry... real) {
        entries = real.length == 0 ? EnumSet.noneOf(Entry.class) : EnumSet.copyOf(Arrays.asList(real));
        return this;
    }

    /**
     * Gives the access callback an identity: two objects with the same one stand for the same function.
     *
     * @param newIdentity the identity
     * @return this
     */
    public RecordingCallbacks identity(Object newIdentity) {
        identity = Objects.requireNonNull(newIdentity, "identity");
        return this;
    }

    /**
     * Sets the revision of the record.
     *
     * @param newRevision any number
     * @return this
     */
    public RecordingCallbacks revision(int newRevision) {
        revision = newRevision;
        return this;
    }

    /**
     * Sets what map does.
     *
     * @param script the script
     * @return this
     */
    public RecordingCallbacks onMap(OnMap script) {
        onMap = script;
        return this;
    }

    /**
     * Sets what access does.
     *
     * @param script the script
     * @return this
     */
    public RecordingCallbacks onAccess(OnAccess script) {
        onAccess = script;
        return this;
    }

    /**
     * Sets what dup does.
     *
     * @param script the script
     * @return this
     */
    public RecordingCallbacks onDup(OnDup script) {
        onDup = script;
        return this;
    }

    /**
     * Sets what unmap does.
     *
     * @param script the script
     * @return this
     */
    public RecordingCallbacks onUnmap(OnUnmap script) {
        onUnmap = script;
        return this;
    }

    /**
     * A context callback that records itself as {@code context} and then follows a script.
     *
     * @param script what it does
     * @return to be given to doContextManagement
     */
    public ContextCallback<Object> context(OnAccess script) {
        return (handle, data, off, len, type, rw) -> recordedAccess("context", script, handle, data, off, len, type, rw);
    }

    @Override
    public Set<Entry> entries() {
        return entries;
    }

    @Override
    public Object accessIdentity() {
        return identity;
    }

    @Override
    public int revision() {
        return revision;
    }

    @Override
    public Object map(DevmapCookie handle, Dev dev, MapFlags flags, long off, long len) throws DdiException {
        int call = journal.begin(Calls.map(journal.name(handle), off, len).with("dev", dev).with("flags", flags));
        try {
            Object data = onMap.map(handle, off, len);
            journal.end(call, data);
            return data;
        } catch (DdiException | RuntimeException refusal) {
            journal.end(call, refusal);
            throw refusal;
        }
    }

    @Override
    public void access(DevmapCookie handle, Object data, long off, long len, AccessType type, AccessDirection rw)
            throws FaultException, DdiException {
        recordedAccess("access", onAccess, handle, data, off, len, type, rw);
    }

    private void recordedAccess(String entry, OnAccess script, DevmapCookie handle, Object data, long off, long len,
                                AccessType type, AccessDirection rw) throws FaultException, DdiException {
        Call arguments = Calls.access(journal.name(handle), off, len, type, rw).with("pvt", data);
        int call = journal.begin(new Call(entry, arguments.arguments()));
        try {
            script.access(handle, off, len, type, rw);
        } catch (FaultException | DdiException | RuntimeException failure) {
            journal.end(call, failure);
            throw failure;
        }
    }

    @Override
    public Object dup(DevmapCookie handle, Object data, DevmapCookie newHandle) throws DdiException {
        int call = journal.begin(Calls.dup(journal.name(handle), journal.name(newHandle)).with("pvt", data));
        try {
            Object copy = onDup.dup(handle, data, newHandle);
            journal.end(call, copy);
            return copy;
        } catch (DdiException | RuntimeException refusal) {
            journal.end(call, refusal);
            throw refusal;
        }
    }

    @Override
    public KeptData<Object> unmap(DevmapCookie handle, Object data, long off, long len, DevmapCookie before,
                                  DevmapCookie after) {
        journal.begin(Calls.unmap(journal.name(handle), off, len, journal.name(before), journal.name(after)).with("pvt", data));
        return onUnmap.unmap(handle, data, off, len);
    }
}
