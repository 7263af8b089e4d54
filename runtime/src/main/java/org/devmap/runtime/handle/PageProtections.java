package org.devmap.runtime.handle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.devmap.Protection;

/** The protections of the pages of a segment whose pages do not all have the same one. Guarded by the page lock of the segment. */
final class PageProtections {

    private final byte[] bits;

    /** All pages alike. */
    PageProtections(int pages, Protection protection) {
        this(new byte[pages]);
        set(0, pages, protection);
    }

    private PageProtections(byte[] bits) {
        this.bits = bits;
    }

    void set(int first, int end, Protection protection) {
        Arrays.fill(bits, first, end, (byte) protection.bits());
    }

    Protection at(int page) {
        return Protection.of(bits[page]);
    }

    /** Those of some of the pages, to be changed by themselves. */
    PageProtections copy(int first, int end) {
        return new PageProtections(Arrays.copyOfRange(bits, first, end));
    }

    /** Without USER. */
    List<Integer> withoutUser() {
        List<Integer> all = new ArrayList<>(bits.length);
        for (byte protection : bits) {
            all.add(protection & ~Protection.USER.bits());
        }
        return all;
    }
}
