package org.devmap.examples.context;

import org.devmap.driver.DevmapCookie;

/**
 * The private data of a mapping handle: whose registers it shows, and the way back to the handle whose translations must go
 * when somebody else's are shown.
 *
 * @param bank the registers
 * @param handle the handle
 */
record Context(Bank bank, DevmapCookie handle) {

    /** The same registers behind another handle; null for none. */
    Context on(DevmapCookie other) {
        return other == null ? null : new Context(bank, other);
    }
}
