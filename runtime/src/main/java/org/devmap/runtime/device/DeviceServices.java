package org.devmap.runtime.device;

import java.util.concurrent.Executor;
import org.devmap.backend.DevmapClock;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.handle.Diagnostics;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.memory.MemoryProviders;
import org.devmap.runtime.umem.UmemRegistry;

/**
 * What devices need of their system.
 *
 * @param calls who is calling
 * @param clock the system's time
 * @param providers who hosts memory
 * @param umem the cookies
 * @param kernelAddresses addresses of cookies and mapped registers
 * @param physicalAddresses addresses of register sets
 * @param threads device threads
 * @param callers what drivers ask on behalf of their caller
 * @param workBound how long callers wait for a driver's attach, detach or departure
 * @param graceNanos how long applications wait for a driver that is exchanged
 * @param removal what becomes of the mappings of a device that goes
 * @param diagnostics hears one line for each oddity
 */
public record DeviceServices(CallStack calls, DevmapClock clock, MemoryProviders providers, UmemRegistry umem,
                             AddressMap kernelAddresses, AddressMap physicalAddresses, Executor threads,
                             CallerServices callers, WorkBound workBound, long graceNanos, RemovalPolicies removal,
                             Diagnostics diagnostics) {
}
