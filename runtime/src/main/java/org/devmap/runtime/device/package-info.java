/**
 * Devices: the tree of nodes, their register sets, the drivers and how the two are bound; what a driver sees of its device; who has
 * it open. Nothing here knows of address spaces: what a driver asks for on behalf of its caller goes through
 * {@link org.devmap.runtime.device.CallerServices}.
 */
package org.devmap.runtime.device;
