package org.devmap.embed;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    /** By {@code NODE} or {@code NODE:MINOR}; no name has a colon. */
    private final Map<String, RemovalPolicy> removalPolicies;

    SystemConfiguration(SystemConfigurationBuilder chosen) {
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
        requireOneAnswer();
    }

    /**
     * Starts with the defaults: the machine's clock and processors, checked, 64 TiB of addresses, no locked-memory limits.
     *
     * @return a builder
     */
    public static SystemConfigurationBuilder builder() {
        return new SystemConfigurationBuilder();
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

    /**
     * What becomes of the live mappings of one minor node when its device goes.
     *
     * @param node the device's name
     * @param minor the name of the minor node
     * @return its policy, or {@linkplain #removalPolicy(String) the device's}
     */
    public RemovalPolicy removalPolicy(String node, String minor) {
        RemovalPolicy own = removalPolicies.get(node + ":" + minor);
        return own == null ? removalPolicy(node) : own;
    }

    /** Whoever answers for a device is behind its registers, whichever minor node they are mapped by. */
    private void requireOneAnswer() {
        Map<String, Map<String, RemovalPolicy>> answers = new TreeMap<>();
        for (String key : removalPolicies.keySet()) {
            String node = key.split(":")[0];
            answers.computeIfAbsent(node, name -> new TreeMap<>(Map.of(name, removalPolicy(name))))
                    .put(key, removalPolicies.get(key));
        }
        answers.values().forEach(policies -> {
            if (policies.values().containsAll(List.of(RemovalPolicy.ALL_ONES, RemovalPolicy.TRASH))) {
                throw new IllegalArgumentException("removal policies " + policies
                        + ": what is mapped of one device is answered with ALL_ONES or with TRASH, not with both");
            }
        });
    }
}
