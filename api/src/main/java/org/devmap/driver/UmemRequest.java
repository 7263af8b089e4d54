package org.devmap.driver;

import java.util.Objects;
import java.util.Optional;

/**
 * The arguments of ddi_umem_alloc(9F), and what goes beyond them: sharing with other processes of the machine. Immutable. A class
 * and not a record, so that a further wish is no break for drivers.
 */
public final class UmemRequest {

    private static final int LONGEST_NAME = 200;

    private final long size;
    private final UmemFlags flags;
    private final Optional<String> name;
    private final boolean peersReadOnly;
    private final boolean hugePages;

    private UmemRequest(long size, UmemFlags flags, Optional<String> name, boolean peersReadOnly, boolean hugePages) {
        this.size = size;
        this.flags = flags;
        this.name = name;
        this.peersReadOnly = peersReadOnly;
        this.hugePages = hugePages;
    }

    /**
     * Private memory of this size.
     *
     * @param size bytes, greater than 0, unsigned; rounded up to pages
     * @param flags sleep, pageable, trash
     * @return the request
     */
    public static UmemRequest of(long size, UmemFlags flags) {
        return new UmemRequest(size, Objects.requireNonNull(flags, "flags"), Optional.empty(), false, false);
    }

    /**
     * The same, shared under a name; other processes may read and write.
     *
     * @param newName under which other processes may map the memory; 1 to 200 characters, not all blank
     * @return a changed copy
     * @throws IllegalArgumentException for another name
     */
    public UmemRequest named(String newName) {
        if (Objects.requireNonNull(newName, "name").isBlank() || newName.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "name '" + newName + "' must have 1 to " + LONGEST_NAME + " characters, not all blank");
        }
        return new UmemRequest(size, flags, Optional.of(newName), peersReadOnly, hugePages);
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

    /**
     * The size.
     *
     * @return bytes, unsigned, as asked for: not checked and not rounded yet
     */
    public long size() {
        return size;
    }

    /**
     * How to allocate.
     *
     * @return sleep, pageable, trash
     */
    public UmemFlags flags() {
        return flags;
    }

    /**
     * The name under which other processes may map the memory.
     *
     * @return the name; empty for private memory
     */
    public Optional<String> name() {
        return name;
    }

    /**
     * Whether other processes may only read the memory.
     *
     * @return false if they may write as well
     */
    public boolean peersReadOnly() {
        return peersReadOnly;
    }

    /**
     * Whether pages of 2 MiB are wanted; falls back aloud.
     *
     * @return true if wanted
     */
    public boolean hugePages() {
        return hugePages;
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(size) + " bytes, " + flags + name.map(shared -> ", shared as '" + shared + "'"
                + (peersReadOnly ? " to read" : "")).orElse("") + (hugePages ? ", in huge pages" : "");
    }
}
