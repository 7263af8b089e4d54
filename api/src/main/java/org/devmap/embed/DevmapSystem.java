package org.devmap.embed;

import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.devmap.DdiException;
import org.devmap.app.AddressSpaces;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.Nexus;
import org.devmap.driver.DeviceDriver;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A complete devmap system: device tree, drivers, address spaces, memory. Systems are independent of each other. Thread-safe.
 *
 * <pre>{@code
 * try (DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().discoverBackends().build())) {
 *     system.publish(new MyNode("framebuffer0"));
 *     system.registerDriver(new FramebufferDriver(), "framebuffer");
 *     AddressSpace space = system.spaces().create("test");
 *     ...
 * }
 * }</pre>
 */
@ProviderType
public interface DevmapSystem extends DevmapAdmin, AutoCloseable {

    /**
     * Makes a system with the runtime that is on the class path.
     *
     * @param configuration what it is like
     * @return the system, running; close it when done
     * @throws IllegalStateException if there is no runtime, saying what to add
     */
    static DevmapSystem create(SystemConfiguration configuration) {
        return ServiceLoader.load(DevmapSystemFactory.class, DevmapSystem.class.getClassLoader()).findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no devmap runtime on the class path: add the artifact org.devmap:org.devmap.runtime"))
                .create(configuration);
    }

    /**
     * Address spaces of this system.
     *
     * @return the factory
     */
    AddressSpaces spaces();

    /**
     * Adds a driver and attaches it to the nodes it serves. Returns when every attach under way has ended, or after a bound.
     *
     * @param driver the driver
     * @param compatible the names it serves, at least one
     * @return to remove it with: when close has returned, its names are free and it is called no more; its mappings are dead (ENXIO)
     *         and the devices detached, unless it hands over: then both wait for its next version
     *         ({@link org.devmap.driver.Handover})
     * @throws IllegalArgumentException without a name, or for a name that another driver serves
     */
    Registration registerDriver(DeviceDriver driver, String... compatible);

    /**
     * Adds a memory provider.
     *
     * @param provider the provider
     * @param ranking the highest hosts new memory, unless configuration names one
     * @return to remove it with
     */
    Registration registerProvider(MemoryProvider provider, int ranking);

    /**
     * Adds a nexus and starts it.
     *
     * @param nexus the nexus
     * @return to stop and remove it with
     * @throws DdiException what start failed with
     */
    Registration registerNexus(Nexus nexus) throws DdiException;

    /**
     * Adds somebody who is told before each step of a swap and can make it fail.
     *
     * @param probe the probe
     * @return to remove it with
     */
    Registration registerSwapProbe(SwapProbe probe);

    /**
     * Publishes a node that has no nexus: described by configuration, or a pseudo device. Returns when the attach of a driver
     * that serves it has ended, or after a bound.
     *
     * @param node the node
     * @return to withdraw it with
     * @throws DdiException EBUSY if there is a node of that name, EINVAL for a bad name
     */
    Registration publish(DeviceNode node) throws DdiException;

    /**
     * Runs an action as a kernel thread does: without a calling process (section 2.27).
     *
     * @param action what to do
     * @param <T> its result
     * @return what it answered
     * @throws Exception what it threw
     */
    <T> T callAsKernelThread(Callable<T> action) throws Exception;

    /**
     * Runs an action as an interrupt handler does (section 2.27).
     *
     * @param action what to do
     * @param <T> its result
     * @return what it answered
     * @throws Exception what it threw
     */
    <T> T callAsInterrupt(Callable<T> action) throws Exception;

    /** Ends everything: spaces exit, drivers leave, memory is released. Twice is harmless. */
    @Override
    void close();

    /** Something added, until it is closed. Closing twice is harmless. */
    @ProviderType
    interface Registration extends AutoCloseable {

        @Override
        void close();
    }
}
