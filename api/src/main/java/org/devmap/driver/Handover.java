package org.devmap.driver;

import java.util.Map;
import org.devmap.DdiException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A driver whose next version can take over its live mappings. State travels as JDK types only (strings, numbers, byte
 * arrays, lists and maps of them), so that nothing of the old version's class loader survives.
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
     * The state of an instance. Called after suspend.
     *
     * @param device the node
     * @return JDK types only
     * @throws DdiException to refuse the handover
     */
    Map<String, Object> exportInstance(DeviceInfo device) throws DdiException;

    /**
     * The state behind one handle.
     *
     * @param handle the handle
     * @param data the driver's private data of that handle, may be null
     * @return JDK types only
     * @throws DdiException to refuse the handover
     */
    Map<String, Object> exportHandle(DevmapCookie handle, Object data) throws DdiException;

    /**
     * Take over an instance instead of attach.
     *
     * @param device the node
     * @param state what the leaving version exported
     * @throws DdiException if the state cannot be used; the mappings die with ENXIO
     */
    void importInstance(DeviceInfo device, Map<String, Object> state) throws DdiException;

    /**
     * Take over one handle.
     *
     * @param device the node
     * @param handle the handle, with offset, length and backing as they were
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
