package org.devmap.doctor;

import java.util.Set;

/**
 * One row of the table.
 *
 * @param uses   for which it counts
 * @param state  what it comes to
 * @param what   what was looked at
 * @param found  how it is
 * @param remedy what to do about it; empty if nothing needs to be done
 */
record Finding(Set<Use> uses, State state, String what, String found, String remedy) {

    /** What a finding comes to. */
    enum State {
        /** As it should be. */
        OK,
        /** The use is impossible without it. */
        MISSING,
        /** It works, with a loss that the row names. */
        NOTE,
        /** The machine does not tell. */
        UNKNOWN
    }

    /** Copies the set. */
    Finding {
        uses = Set.copyOf(uses);
    }

    static Finding ok(Set<Use> uses, String what, String found) {
        return new Finding(uses, State.OK, what, found, "");
    }

    static Finding missing(Set<Use> uses, String what, String found, String remedy) {
        return new Finding(uses, State.MISSING, what, found, remedy);
    }

    static Finding note(Set<Use> uses, String what, String found, String remedy) {
        return new Finding(uses, State.NOTE, what, found, remedy);
    }

    static Finding unknown(Set<Use> uses, String what, String found, String remedy) {
        return new Finding(uses, State.UNKNOWN, what, found, remedy);
    }

    /** Whether it keeps somebody from that use. */
    boolean prevents(Use use) {
        return state == State.MISSING && uses.contains(use);
    }
}
