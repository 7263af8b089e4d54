package org.devmap.conformance.property;

import org.devmap.Pages;

/**
 * The pages that operations name: some where only MAP_FIXED puts mappings, some at the top of user space, where the framework
 * puts the others.
 */
final class Arena {

    static final int LOW_PAGES = 16;
    static final int TOP_PAGES = 24;
    static final int PAGES = LOW_PAGES + TOP_PAGES;

    private static final long LOW = 0x100000 / Pages.SIZE;
    private static final long TOP = (1L << 47) / Pages.SIZE;

    private Arena() {
    }

    /** The user page of a number; its address is that many times the page size. */
    static long page(int number) {
        return number < LOW_PAGES ? LOW + number : TOP - PAGES + number;
    }
}
