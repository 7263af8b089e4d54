package org.devmap.examples.framebuffer;

import static org.devmap.driver.CbFlags.D_DEVMAP;
import static org.devmap.driver.CbFlags.D_MP;
import static org.devmap.examples.framebuffer.Framebuffer.CURSOR_SIZE;
import static org.devmap.examples.framebuffer.Framebuffer.MEMORY_SET;

import java.util.Map;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.driver.AccessAttributes;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.Endian;
import org.devmap.driver.Handover;
import org.devmap.driver.Ordering;
import org.devmap.driver.SoftState;
import org.devmap.driver.UmemSetup;
import org.osgi.service.component.annotations.Component;

/**
 * A screen whose pixels are memory: register set 1 of the device. Two minor nodes per instance, and the same ioctls on both
 * ({@link FramebufferIoctl}):
 *
 * <table>
 * <caption>What is mapped where</caption>
 * <tr><th>Minor node</th><th>User offset</th><th>Memory</th><th>Callbacks</th></tr>
 * <tr><td>{@code screen}</td><td>from 0</td><td>device memory</td><td>all four</td></tr>
 * <tr><td>{@code board}</td><td>from {@link #MAPPING_START}</td><td>device memory</td><td>all four</td></tr>
 * <tr><td>{@code board}</td><td>directly behind it</td><td>kernel memory: the cursor, a page</td><td>none</td></tr>
 * </table>
 *
 * <p>Properties of the node: {@code width}, {@code height} (640 x 480) and {@code stride} of the picture at the start.
 *
 * <p>Its next version takes over what is mapped ({@link Handover}): geometry and cursor travel as numbers, the pixels stay where
 * they are.
 *
 * @see <a href="https://illumos.org/man/9E/devmap">devmap(9E)</a>
 */
@Component(property = DeviceDriver.COMPATIBLE + "=framebuffer")
public final class FramebufferDriver implements DeviceDriver, Handover {

    /** Logical offset at which the mapping of {@code board} begins. */
    public static final long MAPPING_START = 0x7000_0000;

    /** The order in which pixels reach the memory does not matter: such a mapping is as fast as memory (S-108). */
    private static final AccessAttributes PIXELS = AccessAttributes.of(Endian.NEVERSWAP, Ordering.MERGING);

    /** What this version exports and understands. Change it with the keys of {@link Framebuffer#export}. */
    private static final String STATE_FORMAT = "framebuffer-1";
    /** Whether a piece is counted: those of the cursor have no callbacks. */
    private static final String COUNTED = "counted";

    private final SoftState<Framebuffer> framebuffers = new SoftState<>();

    @Override
    public CbOps entryPoints() {
        return CbOps.builder().devmap(this::devmap).ioctl(new FramebufferControl(framebuffers)).flags(D_MP, D_DEVMAP).build();
    }

    /**
     * A device that cannot be attached is never detached, so whatever was made before the step that failed goes here. Minor nodes
     * are removed by the framework.
     */
    @Override
    public void attach(DeviceInfo device) throws DdiException {
        Framebuffer framebuffer = framebuffers.allocate(device.instance(), () -> new Framebuffer(device));
        try {
            device.createMinorNode("screen", minor(device, false), framebuffer.memorySize());
            device.createMinorNode("board", minor(device, true), framebuffer.memorySize() + CURSOR_SIZE);
        } catch (DdiException | RuntimeException e) {
            detach(device);
            throw e;
        }
    }

    @Override
    public void detach(DeviceInfo device) {
        framebuffers.remove(device.instance()).ifPresent(framebuffer -> framebuffer.cursor().free());
    }

    // ---- handover to the next version

    @Override
    public String stateFormat() {
        return STATE_FORMAT;
    }

    @Override
    public boolean accepts(String stateFormat) {
        return stateFormat.equals(STATE_FORMAT);
    }

    @Override
    public void suspend(DeviceInfo device) {
        // Pixels are memory: there is no engine to halt.
    }

    @Override
    public Map<String, Object> exportInstance(DeviceInfo device) throws DdiException {
        return framebuffers.get(device.instance()).export();
    }

    @Override
    public Map<String, Object> exportHandle(DevmapCookie handle, Object data) {
        return Map.of(COUNTED, data != null);
    }

    @Override
    public void importInstance(DeviceInfo device, Map<String, Object> state) throws DdiException {
        framebuffers.allocate(device.instance(), () -> Framebuffer.imported(device, state));
    }

    @Override
    public Adopted<?> importHandle(DeviceInfo device, DevmapCookie handle, Map<String, Object> state) throws DdiException {
        if (!(boolean) state.get(COUNTED)) {
            return new Adopted<>(null, null);
        }
        MappingCounter mappings = framebuffers.get(device.instance()).mappings();
        return new Adopted<>(mappings, mappings.takeOver());
    }

    @Override
    public void resume(DeviceInfo device) {
        // Nor is there one to start.
    }

    // ---- mapping

    /** Describes the contiguous piece that begins at off; the framework asks again for what lies behind it. */
    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        Framebuffer framebuffer = framebuffers.get(instance(dev));
        long roff = isBoard(dev) ? off - MAPPING_START : off;
        long koff = roff - framebuffer.memorySize();
        if (roff >= 0 && koff < 0) {
            long length = lengthUpTo(-koff, len);
            handle.devmemSetup(DevmemSetup.of(MEMORY_SET, roff, length)
                    .withCallbacks(framebuffer.mappings()).withAttributes(PIXELS));
            return length;
        }
        if (isBoard(dev) && koff >= 0 && koff < CURSOR_SIZE) {
            long length = lengthUpTo(CURSOR_SIZE - koff, len);
            handle.umemSetup(UmemSetup.of(framebuffer.cursor(), koff, length));
            return length;
        }
        throw new DdiException(Errno.ENXIO, "offset 0x%x is behind or before the memory of the frame buffer".formatted(off));
    }

    /** The rest of the mapping in whole pages, or the rest of the piece if that is less. */
    private static long lengthUpTo(long rest, long len) {
        return Long.compareUnsigned(len, rest) < 0 ? Pages.roundUp(len) : rest;
    }

    private static int minor(DeviceInfo device, boolean board) {
        return device.instance() << 1 | (board ? 1 : 0);
    }

    /** The instance that a minor number belongs to. */
    static int instance(Dev dev) {
        return dev.minor() >> 1;
    }

    private static boolean isBoard(Dev dev) {
        return (dev.minor() & 1) != 0;
    }
}
