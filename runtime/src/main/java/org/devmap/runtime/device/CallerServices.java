package org.devmap.runtime.device;

import org.devmap.DdiException;
import org.devmap.app.AddressSpace;
import org.devmap.driver.DrvMmap;
import org.devmap.driver.UmemCallbacks;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemLockFlags;

/** What a driver asks for on behalf of its caller: everything that needs an address space. */
public interface CallerServices {

    /** drv_mmap(D3). */
    long drvMmap(DeviceInstance device, DrvMmap request) throws DdiException;

    /** drv_munmap(D3). */
    void drvMunmap(long uvaddr, long len);

    /** ddi_umem_lock(9F): without callbacks and LONGTERM, of the calling process. */
    UmemCookie umemLock(long address, long len, UmemLockFlags flags) throws DdiException;

    /** umem_lockmemory. */
    UmemCookie umemLockMemory(long address, long len, UmemLockFlags flags, UmemCallbacks callbacks, AddressSpace process)
            throws DdiException;
}
