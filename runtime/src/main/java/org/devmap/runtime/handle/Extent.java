package org.devmap.runtime.handle;

import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.FaultException;
import org.devmap.Pages;

/**
 * Where a handle lies. Immutable and replaced as a whole: unload may come from any thread while pages are cut off, and must see one
 * geometry, old or new, never a mixture.
 *
 * @param uoff user offset of the first byte
 * @param address user address of the first byte; 0 before the handle is placed
 * @param length bytes, whole pages
 * @param skippedPages pages of the translation that lie before the first page
 */
record Extent(long uoff, long address, long length, int skippedPages) {

    Extent withLength(long newLength) {
        return new Extent(uoff, address, newLength, skippedPages);
    }

    /** There, or at the extent of its segment if that is the same: mostly it is, and then one object does for both. */
    Extent placedAt(long newAddress, Extent segment) {
        Extent placed = new Extent(uoff, newAddress, length, 0);
        return placed.equals(segment) ? segment : placed;
    }

    /** The translation begins where this does. */
    Extent fromStartOfTranslation() {
        return skippedPages == 0 ? this : new Extent(uoff, address, length, 0);
    }

    /** The translation begins later now, at this many pages from the first one. */
    Extent inTranslationFrom(int page) {
        return new Extent(uoff, address, length, -page);
    }

    Extent withoutFront(long bytes) {
        return new Extent(uoff + bytes, address + bytes, length - bytes, skippedPages + (int) Pages.btop(bytes));
    }

    /** The rest of it, for whom nothing is translated yet. */
    Extent from(long bytes) {
        return new Extent(uoff + bytes, address + bytes, length - bytes, 0);
    }

    long end() {
        return address + length;
    }

    /** The page of the handle that an address lies on. */
    int page(long at) {
        return (int) Pages.btop(at - address);
    }

    /** The page of the translation for a page of the handle. */
    int inTranslation(int page) {
        return skippedPages + page;
    }

    /**
     * The pages a driver means (2.15): whole pages from the one of off to the one of the last byte; off 0 and len 0 the whole handle,
     * len 0 everything from off on.
     */
    PageRange pages(long off, long len) throws FaultException {
        if (off == 0 && len == 0) {
            return PageRange.ofBytes(0, length);
        }
        long start = off - uoff;
        boolean inside = off >= uoff && start >= 0 && start < length;
        if (inside && len == 0) {
            return PageRange.ofBytes(Pages.roundDown(start), length - Pages.roundDown(start));
        }
        // Compared so that nothing wraps: the handle ends with a page, so the page of the last byte is inside iff the byte is.
        if (!inside || Long.compareUnsigned(len, length - start) > 0) {
            throw new FaultException(FaultCode.makeErr(Errno.EINVAL), "offset 0x%x length 0x%x is not inside the handle at 0x%x length 0x%x"
                    .formatted(off, len, uoff, length));
        }
        return PageRange.ofBytes(Pages.roundDown(start), Pages.roundUp(start + len) - Pages.roundDown(start));
    }
}
