package org.devmap.runtime.handle;

import org.devmap.runtime.translation.Translation;

/** Whether the pages of a segment can be accessed. A segment keeps the ordinal: there may be millions of them. */
enum PageAccess {
    /** As far as they are loaded. */
    OPEN,
    /** Every access waits, by a fault. */
    HELD,
    /** Held, but accessed as far as they are loaded for the time being. */
    LENT,
    /** Held for good, whoever releases them. */
    FROZEN;

    private static final PageAccess[] ALL = values();

    static PageAccess at(int ordinal) {
        return ALL[ordinal];
    }

    /** What applies to pages of another process that are like these: its own end is not that of this one. */
    PageAccess forChild() {
        return this == FROZEN ? HELD : this;
    }

    /** Lets a table that was just made be as the other tables of its segment. */
    void admit(Translation table) {
        if (this != OPEN) {
            table.hold();
        }
        if (this == LENT) {
            table.lend();
        }
    }
}
