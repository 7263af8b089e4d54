package org.devmap.runtime.exclusion;

import java.util.Objects;

/**
 * Key of a shared record: something and the identity of an access callback, which is compared as C compares function addresses.
 *
 * @param owner the device (context) or the device number (gate)
 * @param access the identity of the access callback
 */
record Identity(Object owner, Object access) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Identity that && owner.equals(that.owner) && access == that.access;
    }

    @Override
    public int hashCode() {
        return Objects.hash(owner, System.identityHashCode(access));
    }
}
