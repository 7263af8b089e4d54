package org.devmap.runtime.handle;

import org.devmap.runtime.translation.Translation;

/** Whether the pages of a segment can be accessed. A segment keeps the ordinal: there may be millions of them. */
enum PageAccess {
    /** As far as they are loaded. */
    OPEN,
    /** Every access waits, by a fault. */
    HELD,
    /** Held, but accessed as far as they are loaded for the time being. */
    LENT;

    private static final PageAccess[] ALL = values();

    static PageAccess at(int ordinal) {
        return ALL[ordinal];
    }

    /** Makes a table so, whatever it was. */
    void apply(Translation table) {
        switch (this) {
            case OPEN -> table.release();
            case HELD -> table.hold();
            case LENT -> {
                table.hold();
                table.lend();
            }
        }
    }
}
