package org.devmap.itests.vm;

import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.Suspendable;

/**
 * Lets applications map the memory of the virtual devices: register set 2, behind configuration space and 256
 * registers.
 */
final class MemoryDriver implements DeviceDriver, Suspendable {

    /** What it serves. */
    static final String COMPATIBLE = "pci1af4,1110";
    /** The register set that is the memory. */
    static final int MEMORY_SET = 2;

    @Override
    public CbOps entryPoints() {
        return CbOps.builder().devmap(MemoryDriver::devmap).flags(CbFlags.D_MP, CbFlags.D_DEVMAP).build();
    }

    @Override
    public void attach(DeviceInfo device) throws DdiException {
        device.createMinorNode("memory", device.instance(), device.regSize(MEMORY_SET));
    }

    @Override
    public void detach(DeviceInfo device) {
        // Minor nodes are removed by the framework, and there is nothing else.
    }

    @Override
    public void suspend(DeviceInfo device) {
        // Memory does nothing by itself, and there is nothing that it would not hold when it is back.
    }

    @Override
    public void resume(DeviceInfo device) {
        // The same.
    }

    private static long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        if (off < 0 || off >= Device.SIZE || Long.compareUnsigned(len, Device.SIZE - off) > 0) {
            throw new DdiException(Errno.ENXIO,
                    "offset 0x%x, length 0x%x is not inside the memory".formatted(off, len));
        }
        handle.devmemSetup(DevmemSetup.of(MEMORY_SET, off, Pages.roundUp(len)));
        return Pages.roundUp(len);
    }
}
