package org.devmap.backend;

import java.util.Objects;
import java.util.Optional;

/**
 * What memory a provider is asked for. Immutable. A class and not a record, so that a further wish is no break for providers.
 */
public final class MemoryRequest {

    private final long size;
    private final String purpose;
    private final boolean pageable;
    private final Optional<String> sharedName;
    private final boolean peersReadOnly;
    private final boolean hugePages;

    private MemoryRequest(long size, String purpose, boolean pageable, Optional<String> sharedName, boolean peersReadOnly,
                          boolean hugePages) {
        this.size = size;
        this.purpose = purpose;
        this.pageable = pageable;
        this.sharedName = sharedName;
        this.peersReadOnly = peersReadOnly;
        this.hugePages = hugePages;
    }

    /**
     * Private pageable memory.
     *
     * @param size bytes, a multiple of 4096, greater than 0
     * @param purpose what it is for, for people, for example {@code "umem of framebuffer0"}
     * @return the request
     * @throws IllegalArgumentException for another size
     */
    public static MemoryRequest of(long size, String purpose) {
        Objects.requireNonNull(purpose, "purpose");
        if (size <= 0 || size % 4096 != 0) {
            throw new IllegalArgumentException("size " + size + " must be a positive multiple of 4096");
        }
        return new MemoryRequest(size, purpose, true, Optional.empty(), false, false);
    }

    /**
     * The same, locked down where the system can.
     *
     * @return a changed copy
     */
    public MemoryRequest lockedDown() {
        return new MemoryRequest(size, purpose, false, sharedName, peersReadOnly, hugePages);
    }

    /**
     * The same, shared under a name; other processes may read and write.
     *
     * @param name the name
     * @return a changed copy
     */
    public MemoryRequest shared(String name) {
        return new MemoryRequest(size, purpose, pageable, Optional.of(name), peersReadOnly, hugePages);
    }

    /**
     * The same; other processes may only read.
     *
     * @return a changed copy
     */
    public MemoryRequest readOnlyForPeers() {
        return new MemoryRequest(size, purpose, pageable, sharedName, true, hugePages);
    }

    /**
     * The same with pages of 2 MiB where there are any.
     *
     * @return a changed copy
     */
    public MemoryRequest huge() {
        return new MemoryRequest(size, purpose, pageable, sharedName, peersReadOnly, true);
    }

    /**
     * The size.
     *
     * @return bytes, a multiple of 4096, greater than 0
     */
    public long size() {
        return size;
    }

    /**
     * What it is for, for people.
     *
     * @return for example {@code "umem of framebuffer0"}
     */
    public String purpose() {
        return purpose;
    }

    /**
     * Whether it may be paged out.
     *
     * @return false if it is to be locked down where the system can
     */
    public boolean pageable() {
        return pageable;
    }

    /**
     * The name under which other processes may map it.
     *
     * @return the name; empty for private memory
     */
    public Optional<String> sharedName() {
        return sharedName;
    }

    /**
     * Whether other processes may only read it.
     *
     * @return false if they may write as well
     */
    public boolean peersReadOnly() {
        return peersReadOnly;
    }

    /**
     * Whether pages of 2 MiB are wanted; a provider falls back aloud.
     *
     * @return true if wanted
     */
    public boolean hugePages() {
        return hugePages;
    }

    @Override
    public String toString() {
        return size + " bytes for " + purpose + (pageable ? ", pageable" : ", locked down")
                + sharedName.map(name -> ", shared as '" + name + "'" + (peersReadOnly ? " to read" : "")).orElse("")
                + (hugePages ? ", in huge pages" : "");
    }
}
