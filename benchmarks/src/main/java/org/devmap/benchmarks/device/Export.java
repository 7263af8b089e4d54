package org.devmap.benchmarks.device;

import java.util.Locale;

/** What an application can map of the device under measurement: one minor node each. */
public enum Export {
    /** Umem without callbacks: plain memory. */
    PLAIN,
    /** The same umem; every first touch calls the driver, which loads the page. */
    WATCHED,
    /** The same umem; every first touch switches the context. */
    CONTEXT,
    /** Device memory that may be reordered. */
    UNORDERED,
    /** The same device memory in strict order. */
    STRICT,
    /** Registers with a model. */
    MODELLED;

    String minorName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
