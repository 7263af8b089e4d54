package org.devmap.examples.context;

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
import org.devmap.driver.IoctlRequest;
import org.devmap.driver.SoftState;
import org.devmap.driver.Suspendable;
import org.osgi.service.component.annotations.Component;

/**
 * A device with one page of registers, the window, of which it holds several copies, the banks. Every application that maps
 * the window gets a bank of its own and believes that it owns the device: see {@link Contexts}.
 *
 * <p>Minor node {@code regs}, numbered by instance: one page at offset 0, MAP_SHARED. Properties of the node: {@code banks},
 * how many there are (1), and {@code context.timeout}, clock ticks a context stays at least (0).
 *
 * @see <a href="https://illumos.org/man/9E/devmap_contextmgt">devmap_contextmgt(9E), devmap_unload(9F)</a>
 */
@Component(property = DeviceDriver.COMPATIBLE + "=context")
public final class ContextDriver implements DeviceDriver, Suspendable {

    /** ioctl: answers how often the device changed its bank since this was asked last. No argument. */
    public static final int SWITCHES = 'C' << 8 | 1;

    private final SoftState<Contexts> devices = new SoftState<>();

    @Override
    public CbOps entryPoints() {
        return CbOps.builder().devmap(this::devmap).ioctl(this::ioctl).flags(D_MP, D_DEVMAP).build();
    }

    /** A device that cannot be attached is never detached, so whatever was made before the step that failed goes here. */
    @Override
    public void attach(DeviceInfo device) throws DdiException {
        devices.allocate(device.instance(), () -> new Contexts(device));
        try {
            device.createMinorNode("regs", device.instance(), Pages.SIZE);
        } catch (DdiException | RuntimeException e) {
            detach(device);
            throw e;
        }
    }

    @Override
    public void detach(DeviceInfo device) {
        devices.remove(device.instance()).ifPresent(Contexts::close);
    }

    /** The registers may be another device's when resume is called: simulated today, real tomorrow. */
    @Override
    public void suspend(DeviceInfo device) throws DdiException {
        devices.get(device.instance()).save();
    }

    @Override
    public void resume(DeviceInfo device) throws DdiException {
        devices.get(device.instance()).restore();
    }

    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        if (off != 0 || Pages.btopr(len) != 1) {
            throw new DdiException(Errno.ENXIO,
                    "offset %d, length %d is not the window: offset 0, one page".formatted(off, len));
        }
        Contexts contexts = devices.get(dev.minor());
        handle.devmemSetup(DevmemSetup.of(contexts.windowSet(), 0, Pages.SIZE).withCallbacks(contexts));
        return Pages.SIZE;
    }

    private int ioctl(IoctlRequest request) throws DdiException {
        return switch (request.command()) {
            case SWITCHES -> devices.get(request.dev().minor()).switches();
            default -> throw new DdiException(Errno.ENOTTY,
                    "command 0x%x is unknown: 0x%x asks for the switches".formatted(request.command(), SWITCHES));
        };
    }
}
