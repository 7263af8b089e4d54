package org.devmap.runtime.tree;

import java.util.Collection;

/** What there is instead of what somebody asked for. */
final class Existing {

    private Existing() {
    }

    /** In words, for the end of a message. */
    static String of(Collection<String> names) {
        return names.isEmpty() ? "there are none" : "there are " + names;
    }
}
