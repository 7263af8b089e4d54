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

    /** How somebody has entered. */
    enum Entry {
        /** At once. */
        ENTERED,
        /** After the driver had been suspended or exchanged. */
        WAITED,
        /** The device has gone, and this is not to wait for it: the driver is not to be called. */
        ABSENT
    }

    /**
     * Enters the driver: until {@link #leave}, it is neither suspended nor exchanged. Waits while it is. A thread that is inside
     * already does not wait. To be called under no lock.
     *
     * @param path by which it was opened: when the device has gone, some wait and others do not
     * @return how it went
     * @throws InterruptedException if a signal came first; nothing is to be left then
     */
    Entry enter(String path) throws InterruptedException;

    /**
     * As {@link #enter}, for those who hold locks and those who only give things back: they reach the driver of a device that has gone
     * as well.
     *
     * @return false if it would have to wait; nothing is to be left then
     */
    boolean tryEnter();

    /** Waits until the driver is neither suspended nor exchanged, without entering. Under no lock, whatever signals come. */
    void awaitOpen();

    /** Leaves what was entered. */
    void leave();
}
