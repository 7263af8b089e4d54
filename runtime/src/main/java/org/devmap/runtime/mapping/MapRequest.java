package org.devmap.runtime.mapping;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.Protection;

/**
 * What is asked for, as it travels from mmap(2) through segmap(9E) to devmap_setup(9F).
 *
 * @param address hint, fixed address or alignment
 * @param off user offset
 * @param len bytes, unsigned, not rounded
 * @param prot initial protection
 * @param maxprot bound for mprotect
 * @param flags raw flags
 */
public record MapRequest(long address, long off, long len, Protection prot, Protection maxprot, MapFlags flags) {

    boolean isFixed() {
        return flags.contains(MapFlags.FIXED);
    }

    boolean isPrivate() {
        return flags.type().equals(MapFlags.PRIVATE);
    }

    /** The alignment that MAP_ALIGN asks for, else a page (D-10). */
    long alignment() {
        return flags.contains(MapFlags.ALIGN) && address != 0 ? address : Pages.SIZE;
    }

    /**
     * The checks of mmap(2) that come before the file is looked at, in the order of section 2.1.
     *
     * @throws DdiException EINVAL
     */
    public void check() throws DdiException {
        if ((flags.bits() & ~MapFlags.DEFINED.bits()) != 0) {
            throw invalid("flags " + flags + " contain an undefined bit");
        }
        if (flags.contains(MapFlags.TEXT) && (!prot.contains(Protection.EXEC) || flags.contains(MapFlags.INITDATA))) {
            throw invalid("flags " + flags + ": TEXT needs EXEC permission and excludes INITDATA");
        }
        if (!flags.type().equals(MapFlags.SHARED) && !flags.type().equals(MapFlags.PRIVATE)) {
            throw invalid("flags " + flags + " must contain exactly one of SHARED and PRIVATE");
        }
        if (flags.contains(MapFlags.ALIGN)) {
            boolean powerOfTwo = Long.bitCount(address) == 1 && address >= Pages.SIZE;
            if (isFixed() || address != 0 && !powerOfTwo) {
                throw invalid("address 0x%x with ALIGN must be 0 or a power of two of at least a page, without FIXED".formatted(address));
            }
        }
        if (len == 0) {
            throw invalid("length 0 must be greater than 0");
        }
        if (!Pages.isAligned(off)) {
            throw invalid("offset 0x%x must be a multiple of the page size 0x%x".formatted(off, Pages.SIZE));
        }
        if (flags.contains(MapFlags.ANON)) {
            throw invalid("flags " + flags + ": ANON excludes a file");
        }
    }

    private static DdiException invalid(String what) {
        return new DdiException(Errno.EINVAL, what);
    }
}
