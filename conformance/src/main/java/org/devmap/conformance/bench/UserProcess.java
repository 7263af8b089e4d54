package org.devmap.conformance.bench;

import java.util.BitSet;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.dto.HandleSnapshot;
import org.devmap.dto.SegmentSnapshot;
import org.devmap.dto.SpaceSnapshot;

/** A process of a test: an address space, and a file in it that its map methods use. */
public final class UserProcess implements AutoCloseable {

    private final Bench bench;
    private final AddressSpace space;
    private final DeviceFile file;

    UserProcess(Bench bench, AddressSpace space, DeviceFile file) {
        this.bench = bench;
        this.space = space;
        this.file = file;
    }

    /**
     * The address space.
     *
     * @return the space
     */
    public AddressSpace space() {
        return space;
    }

    /**
     * The open file that the map methods use.
     *
     * @return the file; the child of a fork has its parent's
     */
    public DeviceFile file() {
        return file;
    }

    /**
     * Opens a minor node of a device.
     *
     * @param node {@code "dv"}
     * @param minor 0 or 1
     * @param flags how
     * @return the file
     * @throws DdiException what open failed with
     */
    public DeviceFile open(String node, int minor, OpenFlags flags) throws DdiException {
        return space.open(Bench.path(node, minor), flags);
    }

    /**
     * Maps, SHARED, for reading and writing.
     *
     * @param off user offset
     * @param len bytes
     * @return the mapping
     * @throws DdiException what mmap failed with
     */
    public Mapping map(long off, long len) throws DdiException {
        return map(off, len, Protection.READ_WRITE, MapFlags.SHARED);
    }

    /**
     * Maps, SHARED.
     *
     * @param off user offset
     * @param len bytes
     * @param prot protection
     * @return the mapping
     * @throws DdiException what mmap failed with
     */
    public Mapping map(long off, long len, Protection prot) throws DdiException {
        return map(off, len, prot, MapFlags.SHARED);
    }

    /**
     * Maps.
     *
     * @param off user offset
     * @param len bytes
     * @param prot protection
     * @param flags the flags
     * @return the mapping
     * @throws DdiException what mmap failed with
     */
    public Mapping map(long off, long len, Protection prot, MapFlags flags) throws DdiException {
        return file.map(off, len, prot, flags);
    }

    /**
     * Maps with an address, for reading and writing.
     *
     * @param address place, alignment or hint
     * @param off user offset
     * @param len bytes
     * @param flags the flags
     * @return the mapping
     * @throws DdiException what mmap failed with
     */
    public Mapping mapAt(long address, long off, long len, MapFlags flags) throws DdiException {
        return file.map(address, off, len, Protection.READ_WRITE, flags);
    }

    /**
     * Maps at a place, SHARED and FIXED, for reading and writing.
     *
     * @param address where
     * @param off user offset
     * @param len bytes
     * @return the mapping
     * @throws DdiException what mmap failed with
     */
    public Mapping mapFixed(long address, long off, long len) throws DdiException {
        return mapAt(address, off, len, MapFlags.SHARED.with(MapFlags.FIXED));
    }

    /**
     * Does something in the driver, in an ioctl of this process: the way for what needs a calling process that serves no fault,
     * such as ddi_umem_lock(9F), drv_mmap(D3), or a load of another process's handle.
     *
     * @param step what to do
     * @return what came of it
     */
    public Outcome inIoctl(Step step) {
        return bench.installedDriver().inIoctl(file, step);
    }

    /**
     * fork(2).
     *
     * @return the child, without a file of its own choice: its map methods use the copy of this one's
     * @throws DdiException what fork failed with
     */
    public UserProcess fork() throws DdiException {
        AddressSpace child = space.fork();
        return bench.adopt(child, child.files().isEmpty() ? null : child.files().getFirst());
    }

    /**
     * What this child of a fork has in place of its parent's mapping.
     *
     * @param parents a mapping of the parent
     * @return the mapping at the same address here
     */
    public Mapping inherited(Mapping parents) {
        return space.mappingAt(parents.address())
                .orElseThrow(() -> new AssertionError("the child has no mapping at 0x" + Long.toHexString(parents.address())));
    }

    /** exit(2). Twice is harmless. */
    @Override
    public void close() {
        space.close();
    }

    /**
     * The segments now, by ascending address.
     *
     * @return a snapshot
     */
    public List<SegmentSnapshot> segments() {
        return bench.snapshot().space(space.id()).map(SpaceSnapshot::segments).orElse(List.of());
    }

    /**
     * The one segment there is.
     *
     * @return a snapshot
     */
    public SegmentSnapshot segment() {
        return only(segments(), "segment");
    }

    /**
     * Expects that exactly these pages of the one segment there is have a translation.
     *
     * @param pages by number
     */
    public void expectLoaded(int... pages) {
        BitSet expected = new BitSet();
        for (int page : pages) {
            expected.set(page);
        }
        Expect.expect("pages with a translation", segment().loaded(), expected);
    }

    /**
     * How many threads wait for the locks of this process, for a soft lock in it, or for map callbacks to end.
     *
     * @return the number now
     */
    public int waiting() {
        return bench.snapshot().space(space.id()).map(SpaceSnapshot::waiting).orElse(0);
    }

    /**
     * The handles of all segments now, by ascending address.
     *
     * @return a snapshot
     */
    public List<HandleSnapshot> handles() {
        return segments().stream().flatMap(segment -> segment.handles().stream()).toList();
    }

    /**
     * The one handle there is.
     *
     * @return a snapshot
     */
    public HandleSnapshot handle() {
        return only(handles(), "handle");
    }

    private static <T> T only(List<T> all, String what) {
        Expect.expect("number of " + what + "s", all.size(), 1);
        return all.getFirst();
    }
}
