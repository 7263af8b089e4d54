package org.devmap.driver;

import java.util.Objects;

/**
 * The arguments of ddi_umem_alloc(9F), and what goes beyond them: sharing with other processes of the machine.
 *
 * @param size bytes, greater than 0, unsigned; rounded up to pages
 * @param flags sleep, pageable, trash
 * @param name under which other processes may map the memory, or null for none; at most 200 characters
 * @param peersReadOnly whether other processes may only read it
 * @param hugePages whether pages of 2 MiB are wanted; falls back aloud
 */
public record UmemRequest(long size, UmemFlags flags, String name, boolean peersReadOnly, boolean hugePages) {

    /** Refuses null where C has a number. */
    public UmemRequest {
        Objects.requireNonNull(flags, "flags");
        if (name != null && (name.isBlank() || name.length() > 200)) {
            throw new IllegalArgumentException("name '" + name + "' must have 1 to 200 characters, not all blank");
        }
    }

    /**
     * Private memory of this size.
     *
     * @param size bytes
     * @param flags sleep, pageable, trash
     * @return the request
     */
    public static UmemRequest of(long size, UmemFlags flags) {
        return new UmemRequest(size, flags, null, false, false);
    }

    /**
     * The same, shared under a name; other processes may read and write.
     *
     * @param newName the name
     * @return a changed copy
     */
    public UmemRequest named(String newName) {
        return new UmemRequest(size, flags, Objects.requireNonNull(newName, "name"), peersReadOnly, hugePages);
    }

    /**
     * The same; other processes may only read.
     *
     * @return a changed copy
     */
    public UmemRequest readOnlyForPeers() {
        return new UmemRequest(size, flags, name, true, hugePages);
    }

    /**
     * The same with pages of 2 MiB where there are any.
     *
     * @return a changed copy
     */
    public UmemRequest huge() {
        return new UmemRequest(size, flags, name, peersReadOnly, true);
    }
}
