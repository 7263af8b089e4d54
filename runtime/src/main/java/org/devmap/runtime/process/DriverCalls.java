package org.devmap.runtime.process;

import org.devmap.CallContext;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Panic;
import org.devmap.app.AddressSpace;
import org.devmap.driver.DrvMmap;
import org.devmap.driver.UmemCallbacks;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemLockFlags;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.device.CallerServices;
import org.devmap.runtime.device.DeviceInstance;
import org.devmap.runtime.device.OpenDevice;
import org.devmap.runtime.mapping.DrvMapping;
import org.devmap.runtime.mapping.MappingTarget;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.umem.LockedMemory;
import org.devmap.runtime.umem.UmemRegistry;

/** What drivers ask on behalf of their caller: the calling process is found from the thread's frames. */
public final class DriverCalls implements CallerServices {

    private final CallStack calls;
    private final AddressMap kernelAddresses;
    private final LockedMemory accounts;
    private UmemRegistry umem;
    private Processes processes;

    /**
     * Calls of drivers.
     *
     * @param calls who is calling
     * @param kernelAddresses where kernel addresses are looked up
     * @param accounts locked memory
     */
    public DriverCalls(CallStack calls, AddressMap kernelAddresses, LockedMemory accounts) {
        this.calls = calls;
        this.kernelAddresses = kernelAddresses;
        this.accounts = accounts;
    }

    /**
     * Drivers exist before processes do: the second half of construction.
     *
     * @param registry the cookies
     * @param all the processes
     */
    public void connect(UmemRegistry registry, Processes all) {
        umem = registry;
        processes = all;
    }

    private Process caller(String function) throws DdiException {
        calls.requireProcess(function);
        return calls.process().flatMap(processes::of)
                .orElseThrow(() -> new DdiException(Errno.ENXIO, function + " called without a calling process"));
    }

    @Override
    public long drvMmap(DeviceInstance device, DrvMmap request) throws DdiException {
        Process process = caller("drv_mmap");
        // The mapping keeps the device open like one of mmap(2): some file of it is open, or nobody could have called the driver.
        OpenDevice use = device.anyOpen();
        MappingTarget target = new MappingTarget(process.services().handles(), process.services().physicalAddresses(), process.space(),
                process, process::mapping, process.credential(), use.handleDevice(), device, device.driver().entryPoints(), use,
                "drv_mmap of " + device.name(), true, true);
        return DrvMapping.map(target, kernelAddresses, request);
    }

    @Override
    public void drvMunmap(long uvaddr, long len) {
        calls.requireProcess("drv_munmap");
        calls.process().flatMap(processes::of).ifPresent(process -> DrvMapping.unmap(calls, process.space(), uvaddr, len));
    }

    @Override
    public UmemCookie umemLock(long address, long len, UmemLockFlags flags) throws DdiException {
        UserLocks.check(address, len, flags, UmemLockFlags.READ.with(UmemLockFlags.WRITE), null);
        return caller("ddi_umem_lock").userLocks().lock(address, len, flags, null, accounts, umem);
    }

    @Override
    public UmemCookie umemLockMemory(long address, long len, UmemLockFlags flags, UmemCallbacks callbacks, AddressSpace given)
            throws DdiException {
        if (calls.context() == CallContext.INTERRUPT) {
            throw new Panic("umem_lockmemory called from interrupt context; it needs user context");
        }
        UserLocks.check(address, len, flags, UmemLockFlags.READ.with(UmemLockFlags.WRITE).with(UmemLockFlags.LONGTERM), callbacks);
        Process process = given == null ? caller("umem_lockmemory") : of(given);
        return process.userLocks().lock(address, len, flags, callbacks, accounts, umem);
    }

    private static Process of(AddressSpace given) throws DdiException {
        if (given instanceof Process process) {
            return process;
        }
        throw new DdiException(Errno.EINVAL, "process " + given + " was not made by this system");
    }
}
