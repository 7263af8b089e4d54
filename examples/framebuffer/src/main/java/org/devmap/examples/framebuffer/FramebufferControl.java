package org.devmap.examples.framebuffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DrvMmap;
import org.devmap.driver.IoctlEntry;
import org.devmap.driver.IoctlRequest;
import org.devmap.driver.SoftState;

/** ioctl(9E) of the frame buffer: the commands of {@link FramebufferIoctl}. */
final class FramebufferControl implements IoctlEntry {

    private final SoftState<Framebuffer> framebuffers;

    FramebufferControl(SoftState<Framebuffer> framebuffers) {
        this.framebuffers = framebuffers;
    }

    @Override
    public int ioctl(IoctlRequest request) throws DdiException {
        Framebuffer framebuffer = framebuffers.get(FramebufferDriver.instance(request.dev()));
        return switch (request.command()) {
            case FramebufferIoctl.GET_GEOMETRY -> getGeometry(framebuffer, request);
            case FramebufferIoctl.SET_GEOMETRY -> setGeometry(framebuffer, request);
            case FramebufferIoctl.MAP -> map(framebuffer, request);
            case FramebufferIoctl.MAPPINGS -> framebuffer.mappings().pieces();
            default -> throw new DdiException(Errno.ENOTTY,
                    "command 0x%x is none of a frame buffer: see FramebufferIoctl".formatted(request.command()));
        };
    }

    private static int getGeometry(Framebuffer framebuffer, IoctlRequest request) throws DdiException {
        request.copyout(framebuffer.geometry().toCopy(), 0);
        return 0;
    }

    private static int setGeometry(Framebuffer framebuffer, IoctlRequest request) throws DdiException {
        if (!request.mode().contains(OpenFlags.WRITE)) {
            throw new DdiException(Errno.EBADF, "the geometry can only be set through a file that is open for writing");
        }
        MemorySegment copy = MemorySegment.ofArray(new byte[FramebufferIoctl.GEOMETRY_SIZE]);
        request.copyin(0, copy);
        framebuffer.setGeometry(Geometry.of(copy));
        return 0;
    }

    /** The way of applications older than mmap(2): the driver maps its memory into whoever asks (drv_mmap(D3)). */
    private static int map(Framebuffer framebuffer, IoctlRequest request) throws DdiException {
        Protection allowed = request.mode().contains(OpenFlags.WRITE) ? Protection.READ_WRITE : Protection.READ;
        long length = framebuffer.geometry().size();
        DeviceInfo device = request.device();
        long address = device.drvMmap(DrvMmap.physical(device.physicalAddress(Framebuffer.MEMORY_SET, 0), length)
                .withProtection(allowed, allowed));
        MemorySegment copy = MemorySegment.ofArray(new byte[FramebufferIoctl.MAP_SIZE]);
        copy.set(ValueLayout.JAVA_LONG_UNALIGNED, FramebufferIoctl.MAP_ADDRESS, address);
        copy.set(ValueLayout.JAVA_LONG_UNALIGNED, FramebufferIoctl.MAP_LENGTH, length);
        try {
            request.copyout(copy, 0);
        } catch (DdiException e) {
            device.drvMunmap(address, length);
            throw e;
        }
        return 0;
    }
}
