package org.devmap.backend.ffm;

import java.util.OptionalLong;

/** How much memory of this provider is locked down, in bytes. Thread-safe. */
final class LockedAccount {

    private long used;

    /**
     * Charges, unless that would exceed the limit.
     *
     * @param limit of all charges together; empty for none
     * @return whether it was charged
     */
    synchronized boolean charge(long bytes, OptionalLong limit) {
        if (limit.isPresent() && bytes > limit.getAsLong() - used) {
            return false;
        }
        used += bytes;
        return true;
    }

    synchronized void giveBack(long bytes) {
        used -= bytes;
    }

    synchronized long used() {
        return used;
    }
}
