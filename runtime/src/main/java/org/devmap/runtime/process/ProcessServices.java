package org.devmap.runtime.process;

import java.util.concurrent.Executor;
import org.devmap.backend.DevmapClock;
import org.devmap.runtime.handle.HandleServices;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.tree.DeviceTree;

/**
 * What processes need of their system.
 *
 * @param handles what handles need
 * @param tree the devices
 * @param physicalAddresses where page frame numbers are looked up
 * @param clock the system's time
 * @param bounds what limits processes
 * @param threads for what may take longer than its caller waits
 * @param processes all processes
 */
record ProcessServices(HandleServices handles, DeviceTree tree, AddressMap physicalAddresses, DevmapClock clock, Bounds bounds,
                       Executor threads, Processes processes) {
}
