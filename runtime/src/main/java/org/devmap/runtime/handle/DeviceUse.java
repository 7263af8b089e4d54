package org.devmap.runtime.handle;

/** A reference to an open device: as long as there is one, close(9E) is not called (S-327). */
public interface DeviceUse {

    /** One reference more. */
    void retain();

    /** One reference less; the last one closes the device, so not to be called under a lock. */
    void release();
}
