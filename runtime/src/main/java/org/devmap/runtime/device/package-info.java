/**
 * A device: its node with who has published it, the way into its driver, what the driver sees of it and has made for
 * it, and who has it open. How devices and drivers find each other is in {@code org.devmap.runtime.tree}, how they are
 * exchanged in {@code org.devmap.runtime.exchange}; nothing here knows of either, nor of address spaces: what a driver
 * asks for on behalf of its caller goes through {@link org.devmap.runtime.device.CallerServices}.
 */
package org.devmap.runtime.device;
