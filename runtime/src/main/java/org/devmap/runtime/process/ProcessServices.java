package org.devmap.runtime.process;

import org.devmap.backend.DevmapClock;
import org.devmap.runtime.device.DeviceTree;
import org.devmap.runtime.handle.HandleServices;
import org.devmap.runtime.memory.AddressMap;

/**
 * What processes need of their system.
 *
 * @param handles what handles need
 * @param tree the devices
 * @param physicalAddresses where page frame numbers are looked up
 * @param clock the system's time
 * @param processes all processes
 */
record ProcessServices(HandleServices handles, DeviceTree tree, AddressMap physicalAddresses, DevmapClock clock, Processes processes) {
}
