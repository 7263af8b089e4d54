package org.devmap.embed;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.devmap.backend.DevmapClock;

/**
 * What a system is like. Every component has a sensible default in {@link #builder}.
 *
 * @param clock the time of hold-offs, timeouts and models; empty for the machine's
 * @param onlineCpus processors that count as online: hold-offs need more than one (S-189); at least 1
 * @param checked whether calls from a forbidden context are a {@link org.devmap.Panic} (section 2.27)
 * @param addressSpaceLimit the sum of the lengths of the segments of one space, in bytes, without guard pages
 * @param projectLockedLimit locked memory of a client, bytes, unsigned; -1 for unlimited
 * @param zoneLockedLimit locked memory of the whole system, bytes, unsigned; -1 for unlimited
 * @param cachedOnly a platform whose umem knows only the cache attribute CACHED (S-104)
 * @param provider name of the memory provider for new memory; empty for the one with the highest ranking
 * @param discoverBackends whether providers and nexuses on the class path are added at the start
 * @param diagnostics hears one line for each diagnostic of the specification, exceptions of unmap callbacks included; empty for
 *         the system log
 */
public record SystemConfiguration(Optional<DevmapClock> clock, int onlineCpus, boolean checked, long addressSpaceLimit,
                                  long projectLockedLimit, long zoneLockedLimit, boolean cachedOnly, Optional<String> provider,
                                  boolean discoverBackends, Optional<Consumer<String>> diagnostics) {

    /** Unlimited: 2^64-1. */
    public static final long UNLIMITED = -1L;

    /** Refuses null and numbers out of range. */
    public SystemConfiguration {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(diagnostics, "diagnostics");
        if (onlineCpus < 1) {
            throw new IllegalArgumentException("onlineCpus " + onlineCpus + " must be at least 1");
        }
        if (addressSpaceLimit < 0) {
            throw new IllegalArgumentException("addressSpaceLimit " + addressSpaceLimit + " must not be negative");
        }
    }

    /**
     * Starts with the defaults: the machine's clock and processors, checked, 64 TiB of addresses, no locked-memory limits.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects a configuration. Not thread-safe. */
    public static final class Builder {

        private Optional<DevmapClock> clock = Optional.empty();
        private int onlineCpus = Runtime.getRuntime().availableProcessors();
        private boolean checked = true;
        private long addressSpaceLimit = 1L << 46;
        private long projectLockedLimit = UNLIMITED;
        private long zoneLockedLimit = UNLIMITED;
        private boolean cachedOnly;
        private Optional<String> provider = Optional.empty();
        private boolean discoverBackends;
        private Optional<Consumer<String>> diagnostics = Optional.empty();

        private Builder() {
        }

        /**
         * Sets the clock.
         *
         * @param newClock for example a {@link ManualClock}
         * @return this
         */
        public Builder clock(DevmapClock newClock) {
            clock = Optional.of(newClock);
            return this;
        }

        /**
         * Sets how many processors count as online.
         *
         * @param cpus at least 1
         * @return this
         */
        public Builder onlineCpus(int cpus) {
            onlineCpus = cpus;
            return this;
        }

        /**
         * Sets whether calls from a forbidden context panic.
         *
         * @param newChecked true to panic
         * @return this
         */
        public Builder checked(boolean newChecked) {
            checked = newChecked;
            return this;
        }

        /**
         * Limits the addresses of a space.
         *
         * @param bytes how much may be mapped
         * @return this
         */
        public Builder addressSpaceLimit(long bytes) {
            addressSpaceLimit = bytes;
            return this;
        }

        /**
         * Limits locked memory.
         *
         * @param project bytes of a client, -1 for unlimited
         * @param zone bytes of the whole system, -1 for unlimited
         * @return this
         */
        public Builder lockedLimits(long project, long zone) {
            projectLockedLimit = project;
            zoneLockedLimit = zone;
            return this;
        }

        /**
         * Makes a platform whose umem can only be cached.
         *
         * @return this
         */
        public Builder cachedOnly() {
            cachedOnly = true;
            return this;
        }

        /**
         * Names the memory provider.
         *
         * @param name its name
         * @return this
         */
        public Builder provider(String name) {
            provider = Optional.of(name);
            return this;
        }

        /**
         * Adds the providers and nexuses on the class path at the start.
         *
         * @return this
         */
        public Builder discoverBackends() {
            discoverBackends = true;
            return this;
        }

        /**
         * Names who hears diagnostics.
         *
         * @param listener takes one line each, from any thread
         * @return this
         */
        public Builder diagnostics(Consumer<String> listener) {
            diagnostics = Optional.of(listener);
            return this;
        }

        /**
         * The configuration.
         *
         * @return what was collected
         */
        public SystemConfiguration build() {
            return new SystemConfiguration(clock, onlineCpus, checked, addressSpaceLimit, projectLockedLimit, zoneLockedLimit,
                    cachedOnly, provider, discoverBackends, diagnostics);
        }
    }
}
