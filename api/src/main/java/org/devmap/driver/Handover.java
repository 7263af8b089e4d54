package org.devmap.driver;

import java.util.Map;
import org.devmap.DdiException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A driver whose next version can take over its live mappings. Implemented by the {@link DeviceDriver} object itself, in the
 * leaving version and in the arriving one. State travels as JDK types only (strings, numbers, byte arrays, lists and maps of
 * them), so that nothing of the old version's class loader survives.
 *
 * <p>On the leaving version, for each instance: suspend, {@link #exportInstance}, {@link #exportHandle} for every handle. On the
 * arriving one: {@link #importInstance}, {@link #importHandle} for every handle, resume. detach is not called on the leaving
 * version, and attach is not called on the arriving one. All of it runs on the thread of the device, on which attach and detach
 * run, without any address space lock, so that the driver may allocate, map registers and wait there. Applications' accesses
 * wait meanwhile. No callback of the device runs from suspend to resume, and no unmap, fork or exit passes a handle until it has
 * been imported: the driver need not guard its state against itself.
 *
 * <p>The next version has to come within a grace period ({@code SystemConfiguration.grace}); else mappings die with ENXIO, and the
 * memory is freed. Calls that are inside the leaving version have the same time to return before suspend. When the device is
 * withdrawn, or the system ends, nobody waits. In a framework nothing more is needed: {@code Bundle.update} stops the old version and
 * starts the new one.
 *
 * <p>What carries over without the driver's doing:
 * <ul>
 * <li>mappings and their handles, with offset, length, backing and loaded pages,
 * <li>open files, which the framework counts; open(9E) is not called again and close(9E) comes to the new version,
 * <li>minor nodes and the instance number,
 * <li>the major number
 * <li>mappings of {@link DeviceInfo#drvMmap} and of mmap(9E), which have no handle that a driver knows: the former as they are, the
 *     latter with mmap(9E) of the new version
 * <li>memory of {@link DeviceInfo#umemAlloc}: the new version finds it in {@link DeviceInfo#cookies} by the
 *     {@link UmemCookie#id} that the old one put into its state, and is the one to free it from then on.
 * </ul>
 *
 * <p>What does not: interrupts, register handles, DMA bindings, timeouts, dispatched tasks and locked user memory. The leaving
 * version ends them in suspend, or refuses there; the arriving version makes its own in importInstance.
 */
@ConsumerType
public interface Handover extends Suspendable {

    /**
     * Names the format of the exported state. A version takes over from another iff {@link #accepts} says so.
     *
     * @return for example {@code "framebuffer-1"}
     */
    String stateFormat();

    /**
     * Whether this version understands state of that format.
     *
     * @param stateFormat what the leaving version's {@link #stateFormat} answered
     * @return true to take over
     */
    boolean accepts(String stateFormat);

    /**
     * The state of an instance. Called once, after suspend.
     *
     * @param device the node
     * @return JDK types only: null, strings, numbers, booleans, characters, arrays of primitives, and lists, sets and maps of them,
     *         which are copied; anything else is refused by name. Memory is named by {@link UmemCookie#id}
     * @throws DdiException to refuse the handover: the driver then leaves as one without it
     */
    Map<String, Object> exportInstance(DeviceInfo device) throws DdiException;

    /**
     * The state behind one handle. Called once for each handle that was set up in devmap(9E) and exists, after
     * {@link #exportInstance}.
     *
     * @param handle the handle
     * @param data the driver's private data of that handle, may be null
     * @return JDK types only
     * @throws DdiException to refuse the handover: the driver then leaves as one without it
     */
    Map<String, Object> exportHandle(DevmapCookie handle, Object data) throws DdiException;

    /**
     * Take over an instance instead of attach. What it makes before it fails it also undoes, as in attach; the memory it was to
     * take over is freed by the framework then, and it is attached as if there had been no other.
     *
     * @param device the node; its {@link DeviceInfo#cookies} are those of the leaving version
     * @param state what the leaving version exported
     * @throws DdiException if the state cannot be used; the mappings die with ENXIO, and attach follows
     */
    void importInstance(DeviceInfo device, Map<String, Object> state) throws DdiException;

    /**
     * Take over one handle. Called for each, after {@link #importInstance}; the driver may keep the handle, and must not load or
     * unload here.
     *
     * @param device the node
     * @param handle the handle, the same object the leaving version had, with offset, length and backing as they were
     * @param state what the leaving version exported for it
     * @return callbacks and private data from now on
     * @throws DdiException if the state cannot be used; this mapping dies with ENXIO
     */
    Adopted<?> importHandle(DeviceInfo device, DevmapCookie handle, Map<String, Object> state) throws DdiException;

    /**
     * What a new version attaches to a handle it takes over.
     *
     * @param callbacks the callbacks, or null for none
     * @param data the private data, may be null
     * @param <P> type of the private data
     */
    record Adopted<P>(MappingCallbacks<P> callbacks, P data) {
    }
}
