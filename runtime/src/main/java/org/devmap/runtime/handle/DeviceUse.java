package org.devmap.runtime.handle;

/** A reference to an open device: as long as there is one, close(9E) is not called (S-327). */
public interface DeviceUse {

    /**
     * One reference more. It is counted even if it is refused: then the device is closed by force, whatever the count.
     *
     * @return false if the device is closed or its driver is leaving
     */
    boolean retain();

    /**
     * Whether the driver has left or is leaving.
     *
     * @return true if nothing of the device can be used any more
     */
    boolean isGone();

    /** One reference less; the last one closes the device, so not to be called under a lock. */
    void release();
}
