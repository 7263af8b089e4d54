package org.devmap.app;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.devmap.AccessDirection;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.MemoryAccess;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A process as devmap sees it: a range of user addresses with mappings, open files, a data model, and an owner. Thread-safe.
 * User addresses run from 0x10000 to 2^47 (LP64) or to 0xFFFF0000 (ILP32).
 *
 * <p>{@link #close} is exit(2): everything is unmapped with all callbacks, files are closed, charges released. Afterwards every
 * call fails EBADF or ENOMEM, and every access through a mapping is a {@link org.devmap.SegmentationFault}.
 */
@ProviderType
public interface AddressSpace extends AutoCloseable {

    /**
     * A number that no other space of this system has or had.
     *
     * @return greater than 0
     */
    long id();

    /**
     * The client this space belongs to, its project.
     *
     * @return the owner's name
     */
    String owner();

    /**
     * The data model.
     *
     * @return LP64 or ILP32
     */
    DataModel model();

    /**
     * open(2).
     *
     * @param path {@code /devices/NODE:MINOR}
     * @param flags for reading, writing or both
     * @return the open file
     * @throws DdiException ENOENT for an unknown path, naming those there are; ENXIO if the device has no driver; the driver's
     *         own
     */
    DeviceFile open(String path, OpenFlags flags) throws DdiException;

    /**
     * The files open here, in the order of opening. A forked child has its own ones for those of its parent.
     *
     * @return a snapshot
     */
    List<DeviceFile> files();

    /**
     * The mapping that covers an address, if one does: how a forked child and the caller of a driver's drv_mmap get theirs.
     *
     * @param address a user address
     * @return the mapping
     */
    Optional<Mapping> mappingAt(long address);

    /**
     * The whole space as memory: offsets are user addresses. An address where nothing is mapped is a
     * {@link org.devmap.SegmentationFault} (S-161).
     *
     * @return the memory
     */
    MemoryAccess memory();

    /**
     * munmap(2). Holes in the range are skipped; waits while pages of a segment are locked (S-213).
     *
     * @param address page aligned
     * @param length bytes, greater than 0; rounded up to pages
     * @throws DdiException EINVAL; EDEADLK if this thread itself holds a {@link LockedRange} there
     */
    void munmap(long address, long length) throws DdiException;

    /**
     * mprotect(2). Translations that exist change at once, without any driver code (S-088).
     *
     * @param address page aligned
     * @param length bytes, greater than 0; rounded up to pages
     * @param protection the new protection; USER is added
     * @throws DdiException EINVAL, ENOMEM for a hole (what lies before it has changed, S-016), EACCES beyond maxprot, EDEADLK as
     *         munmap
     */
    void mprotect(long address, long length, Protection protection) throws DdiException;

    /**
     * mlock(3C): succeeds, no effect (S-017).
     *
     * @param address page aligned
     * @param length bytes
     * @throws DdiException EINVAL for an unaligned address, ENOMEM for a hole
     */
    void mlock(long address, long length) throws DdiException;

    /**
     * msync(3C): succeeds, no effect (S-017).
     *
     * @param address page aligned
     * @param length bytes
     * @throws DdiException EINVAL for an unaligned address, ENOMEM for a hole
     */
    void msync(long address, long length) throws DdiException;

    /**
     * madvise(3C): succeeds, no effect (S-017).
     *
     * @param address page aligned
     * @param length bytes
     * @throws DdiException EINVAL for an unaligned address, ENOMEM for a hole
     */
    void madvise(long address, long length) throws DdiException;

    /**
     * mincore(2): every mapped page of a device counts as resident, touched or not (S-017).
     *
     * @param address page aligned
     * @param length bytes
     * @return a bit per page, all set
     * @throws DdiException EINVAL for an unaligned address, ENOMEM for a hole
     */
    BitSet mincore(long address, long length) throws DdiException;

    /**
     * Faults a range in, as the kernel does before it touches user memory (as_fault with F_INVAL): one access callback per
     * handle with the overlapping piece (S-159).
     *
     * @param address user address; rounded down to its page
     * @param length bytes, greater than 0
     * @param rw direction
     * @throws org.devmap.MemoryFault with the code of the first piece that failed; pieces before it stay loaded (S-160)
     */
    void faultIn(long address, long length, AccessDirection rw);

    /**
     * Locks pages as kernel I/O to user memory does (as_pagelock, F_SOFTLOCK).
     *
     * @param address user address; rounded down to its page
     * @param length bytes, greater than 0
     * @param rw direction of the memory access; OTHER if unknown
     * @return the locked range; close it to unlock
     * @throws DdiException EFAULT, EACCES, EINTR or the driver's number by statement table 0.3
     */
    LockedRange pageLock(long address, long length, AccessDirection rw) throws DdiException;

    /**
     * fork(2): a child with copies of all mappings, dup callbacks included, and with the open files (section 2.14).
     *
     * @return the child; close it when done
     * @throws DdiException EAGAIN or ENOMEM if a driver refused; nothing is left of the child, the parent is unchanged
     */
    AddressSpace fork() throws DdiException;

    /**
     * vfork(2): the child borrows this space until it exits; nothing is duplicated, no callback runs (S-246).
     *
     * @param child what the child does, with this very space
     */
    void vfork(Consumer<AddressSpace> child);

    /**
     * exec(2): every mapping is removed with its callbacks; files stay open.
     *
     * @throws DdiException EDEADLK if this thread holds a {@link LockedRange} here
     */
    void exec() throws DdiException;

    /**
     * exit(2). Twice is harmless. Runs the callbacks on a thread of its own, and waits for them, for accesses under way and
     * for callbacks that serve them until the configured deadline. What is late leaves a zombie: it can access nothing any
     * more, and the rest is removed when whoever holds it up has left.
     */
    @Override
    void close();
}
