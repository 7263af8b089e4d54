package org.devmap.driver;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * umem_callback_ops: what a driver hears of user memory that it locked for long.
 */
@ConsumerType
public interface UmemCallbacks {

    /** UMEM_CALLBACK_VERSION. */
    int VERSION = 1;

    /**
     * The version of this record.
     *
     * @return anything but {@link #VERSION} makes the lock fail EINVAL (S-305)
     */
    default int version() {
        return VERSION;
    }

    /**
     * The pages are about to go: the range is being unmapped, its protection changed, or its process ends (S-306).
     *
     * @param cookie the cookie of the locked range
     */
    void cleanup(UmemCookie cookie);
}
