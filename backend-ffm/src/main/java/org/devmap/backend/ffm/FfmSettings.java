package org.devmap.backend.ffm;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * How the provider is configured.
 *
 * @param lockedLimit the most memory to lock down, bytes; empty for what the kernel allows
 * @param pageableWhenRefused whether memory that cannot be locked down, by the limit or by the kernel, is handed out
 *     pageable, with one line in the log, rather than refused with ENOMEM
 */
public record FfmSettings(OptionalLong lockedLimit, boolean pageableWhenRefused) {

    /** What the kernel allows, nothing less. */
    public static final FfmSettings DEFAULT = new FfmSettings(OptionalLong.empty(), false);

    /** Refuses null and a negative limit. */
    public FfmSettings {
        Objects.requireNonNull(lockedLimit, "lockedLimit");
        if (lockedLimit.orElse(0) < 0) {
            throw new IllegalArgumentException("lockedLimit " + lockedLimit.getAsLong() + " must be 0 or more bytes, or empty");
        }
    }

    /**
     * The same with a limit.
     *
     * @param bytes the most memory to lock down
     * @return a changed copy
     */
    public FfmSettings withLockedLimit(long bytes) {
        return new FfmSettings(OptionalLong.of(bytes), pageableWhenRefused);
    }

    /**
     * The same, with pageable memory where it cannot be locked down.
     *
     * @return a changed copy
     */
    public FfmSettings orPageable() {
        return new FfmSettings(lockedLimit, true);
    }
}
