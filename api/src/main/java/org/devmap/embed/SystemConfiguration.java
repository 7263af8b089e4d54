package org.devmap.embed;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.devmap.backend.DevmapClock;

/**
 * What a system is like. Made by {@link #builder}, where everything has a sensible default. Immutable. A class and not a record,
 * so that a further setting is no break.
 */
public final class SystemConfiguration {

    /** Unlimited: 2^64-1. */
    public static final long UNLIMITED = -1L;

    private final Optional<DevmapClock> clock;
    private final int onlineCpus;
    private final boolean checked;
    private final long addressSpaceLimit;
    private final long projectLockedLimit;
    private final long zoneLockedLimit;
    private final boolean cachedOnly;
    private final Optional<String> provider;
    private final boolean discoverBackends;
    private final Optional<Consumer<String>> diagnostics;
    private final SwapPolicy swapPolicy;
    private final Duration grace;
    private final Duration exitDeadline;
    private final Duration lockDeadline;
    private final RemovalPolicy removalPolicy;
    private final Map<String, RemovalPolicy> removalPolicies;

    private SystemConfiguration(Builder chosen) {
        clock = chosen.clock;
        onlineCpus = chosen.onlineCpus;
        checked = chosen.checked;
        addressSpaceLimit = chosen.addressSpaceLimit;
        projectLockedLimit = chosen.projectLockedLimit;
        zoneLockedLimit = chosen.zoneLockedLimit;
        cachedOnly = chosen.cachedOnly;
        provider = chosen.provider;
        discoverBackends = chosen.discoverBackends;
        diagnostics = chosen.diagnostics;
        swapPolicy = chosen.swapPolicy;
        grace = chosen.grace;
        exitDeadline = chosen.exitDeadline;
        lockDeadline = chosen.lockDeadline;
        removalPolicy = chosen.removalPolicy;
        removalPolicies = Map.copyOf(chosen.removalPolicies);
    }

    /**
     * Starts with the defaults: the machine's clock and processors, checked, 64 TiB of addresses, no locked-memory limits.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The time of hold-offs, timeouts and models.
     *
     * @return the clock; empty for the machine's
     */
    public Optional<DevmapClock> clock() {
        return clock;
    }

    /**
     * How many processors count as online: hold-offs need more than one (S-189).
     *
     * @return at least 1
     */
    public int onlineCpus() {
        return onlineCpus;
    }

    /**
     * Whether calls from a forbidden context are a {@link org.devmap.Panic} (section 2.27).
     *
     * @return true to panic
     */
    public boolean checked() {
        return checked;
    }

    /**
     * The limit of the sum of the lengths of the segments of one space.
     *
     * @return bytes, without guard pages
     */
    public long addressSpaceLimit() {
        return addressSpaceLimit;
    }

    /**
     * The limit of the locked memory of a client.
     *
     * @return bytes, unsigned; {@link #UNLIMITED} for none
     */
    public long projectLockedLimit() {
        return projectLockedLimit;
    }

    /**
     * The limit of the locked memory of the whole system.
     *
     * @return bytes, unsigned; {@link #UNLIMITED} for none
     */
    public long zoneLockedLimit() {
        return zoneLockedLimit;
    }

    /**
     * Whether the platform's umem knows only the cache attribute CACHED (S-104).
     *
     * @return true for such a platform
     */
    public boolean cachedOnly() {
        return cachedOnly;
    }

    /**
     * Which memory provider hosts new memory.
     *
     * @return its name; empty for the one with the highest ranking
     */
    public Optional<String> provider() {
        return provider;
    }

    /**
     * Whether providers and nexuses on the class path are added at the start.
     *
     * @return true to add them
     */
    public boolean discoverBackends() {
        return discoverBackends;
    }

    /**
     * Who hears one line for each diagnostic of the specification, exceptions of unmap callbacks included.
     *
     * @return the listener; empty for the system log
     */
    public Optional<Consumer<String>> diagnostics() {
        return diagnostics;
    }

    /**
     * When live memory moves without a command.
     *
     * @return the policy
     */
    public SwapPolicy swapPolicy() {
        return swapPolicy;
    }

    /**
     * How long applications wait for a driver that is suspended or exchanged: for calls that are still inside it, and then for its
     * next version ({@link org.devmap.driver.Handover}).
     *
     * @return the time on the system's {@link #clock}; zero if drivers do not hand over
     */
    public Duration grace() {
        return grace;
    }

    /**
     * How long the exit of an address space, and the stop of a nexus, is waited for. What is late then goes on by itself; the space is
     * a zombie as long ({@code SpaceSnapshot.zombie}).
     *
     * @return the time on the system's {@link #clock}
     */
    public Duration exitDeadline() {
        return exitDeadline;
    }

    /**
     * How long an application may hold a {@link org.devmap.app.LockedRange}. One that is held longer is reported and revoked.
     *
     * @return the time on the system's {@link #clock}; zero for as long as it likes
     */
    public Duration lockDeadline() {
        return lockDeadline;
    }

    /**
     * What becomes of live mappings when a device goes.
     *
     * @param node the device's name
     * @return its policy, or that of all that have none of their own
     */
    public RemovalPolicy removalPolicy(String node) {
        return removalPolicies.getOrDefault(node, removalPolicy);
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
        private SwapPolicy swapPolicy = SwapPolicy.STAY;
        private Duration grace = Duration.ofSeconds(10);
        private Duration exitDeadline = Duration.ofSeconds(30);
        private Duration lockDeadline = Duration.ZERO;
        private RemovalPolicy removalPolicy = RemovalPolicy.ERROR;
        private final Map<String, RemovalPolicy> removalPolicies = new HashMap<>();

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
         * @throws IllegalArgumentException for less
         */
        public Builder onlineCpus(int cpus) {
            if (cpus < 1) {
                throw new IllegalArgumentException("onlineCpus " + cpus + " must be at least 1");
            }
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
         * @param bytes how much may be mapped, not negative
         * @return this
         * @throws IllegalArgumentException for a negative number
         */
        public Builder addressSpaceLimit(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("addressSpaceLimit " + bytes + " must not be negative");
            }
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
         * Sets when live memory moves without a command.
         *
         * @param policy STAY unless set
         * @return this
         */
        public Builder swapPolicy(SwapPolicy policy) {
            swapPolicy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets how long applications wait for a driver that is suspended or exchanged; 10 s if not set.
         *
         * @param newGrace zero if drivers are not to hand over: then their mappings die when they leave
         * @return this
         * @throws IllegalArgumentException for a negative time
         */
        public Builder grace(Duration newGrace) {
            grace = notNegative("grace", newGrace);
            return this;
        }

        /**
         * Sets how long exits are waited for; 30 s if not set.
         *
         * @param deadline the time
         * @return this
         * @throws IllegalArgumentException for a negative time
         */
        public Builder exitDeadline(Duration deadline) {
            exitDeadline = notNegative("exitDeadline", deadline);
            return this;
        }

        /**
         * Sets how long a locked range may be held; for as long as the application likes if not set. Native code may still be using a
         * range that is revoked, and is waited for.
         *
         * @param deadline zero for none
         * @return this
         * @throws IllegalArgumentException for a negative time
         */
        public Builder lockDeadline(Duration deadline) {
            lockDeadline = notNegative("lockDeadline", deadline);
            return this;
        }

        private static Duration notNegative(String what, Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException(what + " " + time + " must not be negative");
            }
            return time;
        }

        /**
         * Sets what becomes of live mappings when a device goes.
         *
         * @param policy for all that have none of their own; ERROR if not set
         * @return this
         */
        public Builder removalPolicy(RemovalPolicy policy) {
            removalPolicy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets what becomes of live mappings when one device goes.
         *
         * @param node the device's name
         * @param policy its policy
         * @return this
         */
        public Builder removalPolicy(String node, RemovalPolicy policy) {
            removalPolicies.put(Objects.requireNonNull(node, "node"), Objects.requireNonNull(policy, "policy"));
            return this;
        }

        /**
         * The configuration.
         *
         * @return what was collected
         */
        public SystemConfiguration build() {
            return new SystemConfiguration(this);
        }
    }
}
