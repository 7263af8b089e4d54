package org.devmap.embed;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.devmap.backend.DevmapClock;

/** Collects a configuration. Not thread-safe. */
public final class SystemConfigurationBuilder {

    Optional<DevmapClock> clock = Optional.empty();
    int onlineCpus = Runtime.getRuntime().availableProcessors();
    boolean checked = true;
    long addressSpaceLimit = 1L << 46;
    long projectLockedLimit = SystemConfiguration.UNLIMITED;
    long zoneLockedLimit = SystemConfiguration.UNLIMITED;
    boolean cachedOnly;
    Optional<String> provider = Optional.empty();
    boolean discoverBackends;
    Optional<Consumer<String>> diagnostics = Optional.empty();
    SwapPolicy swapPolicy = SwapPolicy.STAY;
    Duration grace = Duration.ofSeconds(10);
    Duration exitDeadline = Duration.ofSeconds(30);
    Duration lockDeadline = Duration.ZERO;
    RemovalPolicy removalPolicy = RemovalPolicy.ERROR;
    final Map<String, RemovalPolicy> removalPolicies = new HashMap<>();

    SystemConfigurationBuilder() {
    }

    /**
     * Sets the clock.
     *
     * @param newClock for example a {@link ManualClock}
     * @return this
     */
    public SystemConfigurationBuilder clock(DevmapClock newClock) {
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
    public SystemConfigurationBuilder onlineCpus(int cpus) {
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
    public SystemConfigurationBuilder checked(boolean newChecked) {
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
    public SystemConfigurationBuilder addressSpaceLimit(long bytes) {
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
    public SystemConfigurationBuilder lockedLimits(long project, long zone) {
        projectLockedLimit = project;
        zoneLockedLimit = zone;
        return this;
    }

    /**
     * Makes a platform whose umem can only be cached.
     *
     * @return this
     */
    public SystemConfigurationBuilder cachedOnly() {
        cachedOnly = true;
        return this;
    }

    /**
     * Names the memory provider.
     *
     * @param name its name
     * @return this
     */
    public SystemConfigurationBuilder provider(String name) {
        provider = Optional.of(name);
        return this;
    }

    /**
     * Adds the providers and nexuses on the class path at the start.
     *
     * @return this
     */
    public SystemConfigurationBuilder discoverBackends() {
        discoverBackends = true;
        return this;
    }

    /**
     * Names who hears diagnostics.
     *
     * @param listener takes one line each, from any thread
     * @return this
     */
    public SystemConfigurationBuilder diagnostics(Consumer<String> listener) {
        diagnostics = Optional.of(listener);
        return this;
    }

    /**
     * Sets when live memory moves without a command.
     *
     * @param policy STAY unless set
     * @return this
     */
    public SystemConfigurationBuilder swapPolicy(SwapPolicy policy) {
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
    public SystemConfigurationBuilder grace(Duration newGrace) {
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
    public SystemConfigurationBuilder exitDeadline(Duration deadline) {
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
    public SystemConfigurationBuilder lockDeadline(Duration deadline) {
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
    public SystemConfigurationBuilder removalPolicy(RemovalPolicy policy) {
        removalPolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets what becomes of live mappings when one device goes.
     *
     * @param node the device's name
     * @param policy its policy
     * @return this
     * @throws IllegalArgumentException for what cannot be a name
     */
    public SystemConfigurationBuilder removalPolicy(String node, RemovalPolicy policy) {
        removalPolicies.put(name("node", node), Objects.requireNonNull(policy, "policy"));
        return this;
    }

    /**
     * Sets what becomes of the live mappings of one minor node when its device goes: of what was opened as {@code
     * /devices/NODE:MINOR}. The device keeps its driver if itself or any of its minor nodes has another policy than
     * ERROR.
     *
     * @param node the device's name
     * @param minor the name of the minor node
     * @param policy its policy, instead of the device's
     * @return this
     * @throws IllegalArgumentException for what cannot be a name
     */
    public SystemConfigurationBuilder removalPolicy(String node, String minor, RemovalPolicy policy) {
        removalPolicies.put(name("node", node) + ":" + name("minor", minor), Objects.requireNonNull(policy, "policy"));
        return this;
    }

    private static String name(String what, String given) {
        if (!Objects.requireNonNull(given, what).matches("[^/:\\s]+")) {
            throw new IllegalArgumentException(what + " name '" + given
                    + "' must not be empty or contain slash, colon or space");
        }
        return given;
    }

    /**
     * The configuration.
     *
     * @return what was collected
     * @throws IllegalArgumentException if mappings of one device were to be answered with ALL_ONES and with TRASH
     */
    public SystemConfiguration build() {
        return new SystemConfiguration(this);
    }
}
