package org.devmap.backend.ffm;

import static org.devmap.backend.ffm.LinuxMemory.MADV_HUGEPAGE;
import static org.devmap.backend.ffm.LinuxMemory.MADV_POPULATE_WRITE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.devmap.backend.MemoryRequest;

/**
 * The steps of one allocation, and what it holds of the kernel: addresses, and perhaps a descriptor. Whatever step fails,
 * {@link #giveBack} returns what there is so far; it is also how memory is released. Used by one thread at a time.
 */
final class LinuxAllocation {

    static final long HUGE_PAGE = 2L << 20;

    private final LinuxMemory linux;
    private final SaidOnce said;
    private final MemoryRequest request;
    private final boolean lock;
    private Region region;
    private MemoryFile file;

    LinuxAllocation(LinuxMemory linux, SaidOnce said, MemoryRequest request, boolean lock) {
        this.linux = linux;
        this.said = said;
        this.request = request;
        this.lock = lock;
    }

    /** Private memory of ordinary pages; where huge ones are wished for, the kernel is asked to merge them. */
    void takePrivate() throws SystemCallFailure, LockRefused {
        long page = linux.pageSize();
        region = Region.reserve(linux, roundUp(request.size(), page), request.hugePages() ? HUGE_PAGE : page);
        region.open(linux);
        if (request.hugePages()) {
            adviseUnlessUnknown(MADV_HUGEPAGE);
        }
        if (lock) {
            lock();
        }
        populate();
    }

    /** A sealed memory file that other processes may map. */
    void takeShared(boolean huge) throws SystemCallFailure, LockRefused {
        takeFile(huge);
        file.seal(linux, request.peersReadOnly());
    }

    /**
     * Huge pages for nobody else: the mapping alone keeps the file. A file, too, because a pool that is short shows when it is
     * filled, before any address is touched.
     */
    void takePrivateHuge() throws SystemCallFailure, LockRefused {
        takeFile(true);
        MemoryFile done = file;
        file = null;
        done.close(linux);
    }

    private void takeFile(boolean huge) throws SystemCallFailure, LockRefused {
        long page = huge ? HUGE_PAGE : linux.pageSize();
        long length = roundUp(request.size(), page);
        file = MemoryFile.create(linux, "devmap:" + request.sharedName().orElse(request.purpose()), length, huge);
        Region reserved = Region.reserve(linux, length, page);
        reserved.place(linux, file.descriptor());
        region = reserved;
        if (lock && !huge) {
            lock();
        }
        populate();
    }

    /** Comes before populating: the kernel refuses what exceeds the limit before it fills anything. */
    private void lock() throws SystemCallFailure, LockRefused {
        try {
            linux.lock(region.content(), region.contentLength());
        } catch (SystemCallFailure failure) {
            if (failure.errno() == LinuxErrno.EPERM || failure.errno() == LinuxErrno.ENOMEM) {
                throw new LockRefused(failure);
            }
            throw failure;
        }
    }

    /** Kernels before 5.14 cannot be asked to populate and tell: there every page is written to. */
    private void populate() throws SystemCallFailure {
        if (adviseUnlessUnknown(MADV_POPULATE_WRITE)) {
            return;
        }
        MemorySegment memory = linux.segment(region.content(), region.contentLength());
        for (long offset = 0; offset < memory.byteSize(); offset += linux.pageSize()) {
            memory.set(ValueLayout.JAVA_BYTE, offset, (byte) 0);
        }
    }

    private boolean adviseUnlessUnknown(int advice) throws SystemCallFailure {
        try {
            linux.advise(region.content(), region.contentLength(), advice);
            return true;
        } catch (SystemCallFailure failure) {
            if (failure.errno() == LinuxErrno.EINVAL) {
                return false;
            }
            throw failure;
        }
    }

    /** The memory that was asked for. */
    MemorySegment segment() {
        return linux.segment(region.content(), request.size());
    }

    /** Where other processes find it, or null. */
    String peerPath() {
        return file == null ? null : file.path(linux);
    }

    /** Gives back whatever is held. Never throws: what the kernel refuses to take back is said once per reason. */
    void giveBack() {
        if (region != null) {
            attempt(() -> region.unmap(linux));
        }
        if (file != null) {
            attempt(() -> file.close(linux));
        }
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (SystemCallFailure failure) {
            said.warn("release " + failure.errno(), "devmap ffm: " + request.purpose() + " was not returned completely: "
                    + failure.getMessage());
        }
    }

    private static long roundUp(long size, long page) throws SystemCallFailure {
        if (size > Long.MAX_VALUE - 2 * page) {
            throw new SystemCallFailure("rounding " + size + " bytes up to pages", LinuxErrno.ENOMEM);
        }
        return (size + page - 1) & -page;
    }

    /** A call that gives something back. */
    private interface Step {

        void run() throws SystemCallFailure;
    }
}
