package org.devmap.conformance.bench;

import java.util.Objects;
import org.devmap.AccessDirection;
import org.devmap.AccessType;

/**
 * Calls as a test expects them, to be imported statically. Each compares only the arguments it takes; more with
 * {@link Call#with}, under the names that the journal prints. Handles are {@link #H1}, {@link #H2}, ... in the order in which
 * the driver first saw them; a handle made by fork or by a hole in the middle gets the next number.
 */
public final class Calls {

    /** The first handle the driver saw. */
    public static final String H1 = "H1";
    /** The second handle. */
    public static final String H2 = "H2";
    /** The third handle. */
    public static final String H3 = "H3";
    /** The fourth handle. */
    public static final String H4 = "H4";
    /** The fifth handle. */
    public static final String H5 = "H5";
    /** The sixth handle. */
    public static final String H6 = "H6";
    /** No handle: null. */
    public static final String NONE = "none";

    private Calls() {
    }

    /**
     * segmap(9E).
     *
     * @param off user offset
     * @param len length
     * @return the call; more arguments: dev, address, prot, maxprot, flags, model
     */
    public static Call segmap(long off, long len) {
        return range(Call.of("segmap"), off, len);
    }

    /**
     * devmap(9E).
     *
     * @param handle the handle
     * @param off user offset
     * @param len length still to describe
     * @return the call; more arguments: dev, model, and as result the maplen
     */
    public static Call devmap(String handle, long off, long len) {
        return range(on("devmap", handle), off, len);
    }

    /**
     * mmap(9E).
     *
     * @param off user offset
     * @return the call; more arguments: dev, prot, and as result the page frame
     */
    public static Call mmap(long off) {
        return Call.of("mmap").with("off", off);
    }

    /**
     * The map callback.
     *
     * @param handle the handle
     * @param off user offset
     * @param len length
     * @return the call; more arguments: dev, flags, and as result the private data
     */
    public static Call map(String handle, long off, long len) {
        return range(on("map", handle), off, len);
    }

    /**
     * The access callback for a touched page.
     *
     * @param handle the handle
     * @param off user offset
     * @param len length
     * @param rw direction
     * @return the call; more arguments: pvt, and as result the outcome it failed with
     */
    public static Call access(String handle, long off, long len, AccessDirection rw) {
        return access(handle, off, len, AccessType.ACCESS, rw);
    }

    /**
     * The access callback.
     *
     * @param handle the handle
     * @param off user offset
     * @param len length
     * @param type why
     * @param rw direction
     * @return the call; more arguments: pvt
     */
    public static Call access(String handle, long off, long len, AccessType type, AccessDirection rw) {
        return range(on("access", handle), off, len).with("type", type).with("rw", rw);
    }

    /**
     * The dup callback.
     *
     * @param handle the parent's handle
     * @param newHandle the child's handle
     * @return the call; more arguments: pvt, and as result the child's private data
     */
    public static Call dup(String handle, String newHandle) {
        return on("dup", handle).with("newHandle", newHandle);
    }

    /**
     * The unmap callback for a whole handle.
     *
     * @param handle the handle
     * @param off user offset
     * @param len length
     * @return the call, with no handle before and after; more arguments: pvt
     */
    public static Call unmap(String handle, long off, long len) {
        return unmap(handle, off, len, NONE, NONE);
    }

    /**
     * The unmap callback.
     *
     * @param handle the handle
     * @param off user offset of the first byte gone
     * @param len bytes gone
     * @param before the handle of the part kept before the hole, or {@link #NONE}
     * @param after the handle of the part kept after it, or {@link #NONE}
     * @return the call; more arguments: pvt, and as result the data kept
     */
    public static Call unmap(String handle, long off, long len, String before, String after) {
        return range(on("unmap", handle), off, len).with("before", before).with("after", after);
    }

    /**
     * The context callback of {@link RecordingCallbacks#context}.
     *
     * @param handle the handle
     * @param off user offset
     * @param len length
     * @return the call; more arguments: pvt, type, rw
     */
    public static Call context(String handle, long off, long len) {
        return range(on("context", handle), off, len);
    }

    private static Call on(String entry, String handle) {
        return Call.of(entry).with("handle", Objects.requireNonNull(handle, "handle"));
    }

    private static Call range(Call call, long off, long len) {
        return call.with("off", off).with("len", len);
    }
}
