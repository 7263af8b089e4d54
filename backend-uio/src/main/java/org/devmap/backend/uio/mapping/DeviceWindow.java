package org.devmap.backend.uio.mapping;

import static org.devmap.backend.uio.linux.LinuxCalls.MAP_ANONYMOUS;
import static org.devmap.backend.uio.linux.LinuxCalls.MAP_FIXED;
import static org.devmap.backend.uio.linux.LinuxCalls.MAP_NORESERVE;
import static org.devmap.backend.uio.linux.LinuxCalls.MAP_PRIVATE;

import java.lang.foreign.MemorySegment;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.devmap.backend.uio.linux.SystemCallFailure;

/**
 * Addresses of this process behind which a region of a device lies. Thread-safe.
 *
 * <p>The kernel does not take such a mapping away when the device goes: loads and stores still go to where it was, or
 * to whatever sits there next. {@link #cover} puts memory in its place. The addresses stay readable and writable until
 * release, because one stray access to a hole would end the JVM.
 */
public final class DeviceWindow implements BackendMemory {

    private static final System.Logger LOG = System.getLogger("org.devmap.backend.uio");

    private final LinuxCalls linux;
    private final String region;
    private final long start;
    private final long length;
    private final MemorySegment segment;
    private boolean covered;
    private boolean released;

    /**
     * A window over what has been mapped, to be unmapped by it.
     *
     * @param linux the calls
     * @param region for people
     * @param start the address that mmap answered
     * @param length bytes that were mapped
     * @param first bytes from there to byte 0 of the region
     * @param size bytes of the region
     */
    public DeviceWindow(LinuxCalls linux, String region, long start, long length, long first, long size) {
        this.linux = linux;
        this.region = region;
        this.start = start;
        this.length = length;
        this.segment = linux.segment(start + first, size);
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    /**
     * The device is gone, and nobody accesses the window any more who can be stopped: whoever still does (native code
     * that kept an address) finds memory of no meaning. Does nothing once it is released.
     */
    public synchronized void cover() {
        if (released || covered) {
            return;
        }
        try {
            linux.map(start, length, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
            covered = true;
        } catch (SystemCallFailure failure) {
            LOG.log(System.Logger.Level.WARNING, "devmap uio: " + region + " stays mapped although its device is gone: "
                    + failure.getMessage());
        }
    }

    /** A second unmap could hit whoever owns the addresses by then. */
    @Override
    public synchronized void release() {
        if (released) {
            return;
        }
        released = true;
        try {
            linux.unmap(start, length);
        } catch (SystemCallFailure failure) {
            LOG.log(System.Logger.Level.WARNING, "devmap uio: " + region + " stays mapped: " + failure.getMessage());
        }
    }
}
