package org.devmap.runtime.handle;

import org.devmap.Pages;

/**
 * Pages of a handle.
 *
 * @param first the first, counted from the start of the handle
 * @param count how many
 */
record PageRange(int first, int count) {

    /** The pages of a range of bytes that is page aligned at both ends. */
    static PageRange ofBytes(long start, long length) {
        return new PageRange((int) Pages.btop(start), (int) Pages.btop(length));
    }
}
