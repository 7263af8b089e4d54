package org.devmap.examples.edu;

import static org.devmap.driver.CbFlags.D_DEVMAP;
import static org.devmap.driver.CbFlags.D_MP;

import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.SoftState;
import org.devmap.driver.Suspendable;
import org.devmap.driver.UmemSetup;
import org.osgi.service.component.annotations.Component;

/**
 * The educational device of QEMU, simulated or real. Two minor nodes per instance, and the same ioctls on both (see
 * {@link EduIoctl}):
 *
 * <table>
 * <caption>What is mapped where</caption>
 * <tr><th>Minor node</th><th>Memory</th></tr>
 * <tr><td>{@code registers}</td><td>the registers of the device ({@link EduRegisters})</td></tr>
 * <tr><td>{@code buffer}</td><td>kernel memory, a page: what is transferred to the device and back</td></tr>
 * </table>
 *
 * <p>It attaches without DMA as well: then the commands that need it fail ENOTSUP and say why.
 *
 * @see <a href="https://illumos.org/man/9F/ddi_intr_add_handler">ddi_intr_add_handler(9F)</a>
 * @see <a href="https://illumos.org/man/9F/ddi_dma_addr_bind_handle">ddi_dma_addr_bind_handle(9F)</a>
 */
@Component(property = {DeviceDriver.COMPATIBLE + "=pci1234,11e8", DeviceDriver.COMPATIBLE + "=edu"})
public final class EduDriver implements DeviceDriver, Suspendable {

    private final SoftState<Edu> devices = new SoftState<>();

    @Override
    public CbOps entryPoints() {
        return CbOps.builder().devmap(this::devmap).ioctl(new EduControl(devices)).flags(D_MP, D_DEVMAP).build();
    }

    /** A device that cannot be attached is never detached, so what was made before the step that failed goes here. */
    @Override
    public void attach(DeviceInfo device) throws DdiException {
        devices.allocate(device.instance(), () -> Edu.open(device));
        try {
            device.createMinorNode("registers", minor(device, false), EduRegisters.SIZE);
            device.createMinorNode("buffer", minor(device, true), EduRegisters.BUFFER_SIZE);
        } catch (DdiException | RuntimeException e) {
            detach(device);
            throw e;
        }
    }

    @Override
    public void detach(DeviceInfo device) {
        devices.remove(device.instance()).ifPresent(Edu::close);
    }

    /** The device may be another one when resume is called: simulated today, real tomorrow. */
    @Override
    public void suspend(DeviceInfo device) throws DdiException {
        devices.get(device.instance()).suspend();
    }

    @Override
    public void resume(DeviceInfo device) throws DdiException {
        devices.get(device.instance()).resume();
    }

    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        Edu edu = devices.get(instance(dev));
        long size = isBuffer(dev) ? EduRegisters.BUFFER_SIZE : EduRegisters.SIZE;
        if (off < 0 || off >= size || Long.compareUnsigned(len, size - off) > 0) {
            throw new DdiException(Errno.ENXIO,
                    "offset 0x%x, length 0x%x is not inside the 0x%x bytes that can be mapped".formatted(off, len, size));
        }
        long length = Pages.roundUp(len);
        if (isBuffer(dev)) {
            handle.umemSetup(UmemSetup.of(edu.memory(), off, length));
        } else {
            handle.devmemSetup(DevmemSetup.of(edu.registerSet(), off, length));
        }
        return length;
    }

    private static int minor(DeviceInfo device, boolean buffer) {
        return device.instance() << 1 | (buffer ? 1 : 0);
    }

    /** The instance that a minor number belongs to. */
    static int instance(Dev dev) {
        return dev.minor() >> 1;
    }

    private static boolean isBuffer(Dev dev) {
        return (dev.minor() & 1) != 0;
    }
}
