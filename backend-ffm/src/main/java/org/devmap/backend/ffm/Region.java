package org.devmap.backend.ffm;

import static org.devmap.backend.ffm.LinuxMemory.MAP_ANONYMOUS;
import static org.devmap.backend.ffm.LinuxMemory.MAP_FIXED;
import static org.devmap.backend.ffm.LinuxMemory.MAP_PRIVATE;
import static org.devmap.backend.ffm.LinuxMemory.MAP_SHARED;
import static org.devmap.backend.ffm.LinuxMemory.PROT_NONE;
import static org.devmap.backend.ffm.LinuxMemory.PROT_READ_WRITE;

/**
 * A range of addresses of this process that belongs to one allocation: the memory, and before and behind it at least one
 * page that nobody can touch, so that a native access that runs over an end is stopped there and not in a neighbour.
 *
 * <p>Everything is reserved by one call and given back by one call. In between the addresses never have a hole that
 * another thread's mmap could fall into: private memory is opened by mprotect, a file is placed over the reservation.
 *
 * @param start first address
 * @param length bytes, with guards
 * @param content first address of the memory
 * @param contentLength bytes of the memory, a multiple of its page size
 */
record Region(long start, long length, long content, long contentLength) {

    /**
     * Reserves addresses; nothing is accessible yet.
     *
     * @param contentLength bytes of the memory, a multiple of the page size
     * @param alignment of its first byte: a power of two, at least the page size
     */
    static Region reserve(LinuxMemory linux, long contentLength, long alignment) throws SystemCallFailure {
        long guard = linux.pageSize();
        long length = contentLength + guard + alignment;
        long start = linux.map(0, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
        long content = (start + guard + alignment - 1) & -alignment;
        return new Region(start, length, content, contentLength);
    }

    /** Makes the memory private zero-filled memory; accounted by the kernel, not yet populated. */
    void open(LinuxMemory linux) throws SystemCallFailure {
        linux.protect(content, contentLength, PROT_READ_WRITE);
    }

    /**
     * Makes the memory that of a file.
     *
     * <p>Older kernels remove what was there before they find that they cannot map: then another thread may own the middle
     * by now. So after a failure this region must not be unmapped; its guards are given back here, and a leak of
     * addresses without memory, on newer kernels, is the lesser evil.
     */
    void place(LinuxMemory linux, int descriptor) throws SystemCallFailure {
        try {
            linux.map(content, contentLength, PROT_READ_WRITE, MAP_SHARED | MAP_FIXED, descriptor);
        } catch (SystemCallFailure failure) {
            linux.unmap(start, content - start);
            linux.unmap(content + contentLength, start + length - content - contentLength);
            throw failure;
        }
    }

    /**
     * Gives everything back. If the kernel cannot, because the guards have become one with a neighbour's and it has no
     * mapping left to split them with, the memory alone is given back, which needs none.
     */
    void unmap(LinuxMemory linux) throws SystemCallFailure {
        try {
            linux.unmap(start, length);
        } catch (SystemCallFailure failure) {
            linux.unmap(content, contentLength);
            throw failure;
        }
    }
}
