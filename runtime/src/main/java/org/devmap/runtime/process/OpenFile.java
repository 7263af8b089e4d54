package org.devmap.runtime.process;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.PollEvents;
import org.devmap.Protection;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.backend.DevmapClock;
import org.devmap.driver.PollEntry;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.device.OpenDevice;
import org.devmap.runtime.device.PollWait;
import org.devmap.runtime.handle.DeviceUse;
import org.devmap.runtime.mapping.MapRequest;
import org.devmap.runtime.mapping.MappingTarget;
import org.devmap.runtime.mapping.MmapCall;

/** An open device file of a process. */
final class OpenFile implements DeviceFile {

    private final Process process;
    private final String path;
    private final OpenFlags flags;
    private final OpenDevice device;
    private final long size;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** A file that the device counts already. */
    OpenFile(Process process, String path, OpenFlags flags, OpenDevice device, long size) {
        this.process = process;
        this.path = path;
        this.flags = flags;
        this.device = device;
        this.size = size;
    }

    /** The same open device in a child; empty if it was closed meanwhile. */
    Optional<OpenFile> copyInto(Process child) {
        return !closed.get() && device.addFile() ? Optional.of(new OpenFile(child, path, flags, device, size)) : Optional.empty();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Dev dev() {
        return device.dev();
    }

    @Override
    public OpenFlags flags() {
        return flags;
    }

    @Override
    public OptionalLong size() {
        return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    @Override
    public Mapping map(long address, long offset, long length, Protection protection, MapFlags mapFlags) throws DdiException {
        if (protection == null || mapFlags == null) {
            throw new DdiException(Errno.EINVAL, protection == null ? "protection is null" : "flags are null");
        }
        MapRequest request = new MapRequest(address, offset, length, protection, Protection.ALL, mapFlags);
        request.check();
        return inside(() -> mapHere(request));
    }

    private Mapping mapHere(MapRequest request) throws DdiException {
        MappingTarget target = target();
        // Empty if the driver's segmap succeeded without mapping anything (S-033).
        return MmapCall.mmap(target, request).map(ProcessMapping.class::cast)
                .orElseGet(() -> process.mapping(target, request, request.address(), request.len(), null));
    }

    /** What a mapping of this file is made of. */
    MappingTarget target() {
        return new MappingTarget(process.services().handles(), process.services().physicalAddresses(), process.space(), process,
                process::mapping, process.credential(), device.handleDevice(), device.instance(),
                device.instance().driver().entryPoints(), device, path, flags.contains(OpenFlags.READ), flags.contains(OpenFlags.WRITE));
    }

    @Override
    public int ioctl(int command, MemorySegment argument) throws DdiException {
        MemorySegment given = argument == null ? MemorySegment.NULL : argument;
        return inside(() -> {
            try (CallStack.Frame _ = user()) {
                IoctlCall call = new IoctlCall(this, process, device, command, given);
                return device.instance().driver().entryPoints().ioctl().ioctl(call);
            }
        });
    }

    @Override
    public long read(MemorySegment buffer, long position) throws DdiException {
        require(OpenFlags.READ, "reading");
        requireBuffer(buffer);
        return inside(() -> {
            try (CallStack.Frame _ = user()) {
                return device.instance().driver().entryPoints().read().read(dev(), buffer, position);
            }
        });
    }

    @Override
    public long write(MemorySegment buffer, long position) throws DdiException {
        require(OpenFlags.WRITE, "writing");
        requireBuffer(buffer);
        return inside(() -> {
            try (CallStack.Frame _ = user()) {
                return device.instance().driver().entryPoints().write().write(dev(), buffer.asReadOnly(), position);
            }
        });
    }

    @Override
    public PollEvents poll(PollEvents interest, Duration atMost) throws DdiException {
        if (interest == null || atMost == null) {
            throw new DdiException(Errno.EINVAL, interest == null ? "interest is null" : "atMost is null");
        }
        return holding(() -> pollHere(interest, atMost));
    }

    private PollEvents pollHere(PollEvents interest, Duration atMost) throws DdiException {
        PollWait wait = device.node().pollWait();
        AtomicBoolean late = new AtomicBoolean(!atMost.isPositive());
        DevmapClock.Alarm alarm = process.services().clock().schedule(TimeUnit.NANOSECONDS.convert(atMost), () -> {
            late.set(true);
            wait.wake();
        });
        try (CallStack.Frame _ = user()) {
            for (;;) {
                long seen = wait.wakeups();
                requireOpen();
                PollEvents pending = admitted(() -> pollOnce(interest));
                if (!pending.isEmpty() || late.get()) {
                    return pending;
                }
                wait.await(seen);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DdiException(Errno.EINTR, "poll of " + path, e);
        } finally {
            alarm.cancel();
        }
    }

    /** Asked anew every time: meanwhile another version of the driver may have taken over. */
    private PollEvents pollOnce(PollEvents interest) throws DdiException {
        requireOpen();
        PollEntry entry = device.instance().driver().entryPoints().poll().orElseThrow(
                () -> new DdiException(Errno.ENXIO, "the driver of " + path + " has no poll entry point"));
        return entry.poll(dev(), interest);
    }

    private void require(OpenFlags mode, String purpose) throws DdiException {
        requireOpen();
        if (!flags.contains(mode)) {
            throw new DdiException(Errno.EBADF, path + " is not open for " + purpose);
        }
    }

    private static void requireBuffer(MemorySegment buffer) throws DdiException {
        if (buffer == null) {
            throw new DdiException(Errno.EFAULT, "buffer is null");
        }
    }

    private void requireOpen() throws DdiException {
        if (closed.get() || process.isZombie()) {
            throw new DdiException(Errno.EBADF, "file " + path + " is closed");
        }
        device.requireUsable();
    }

    /** What is done with a file. */
    private interface Operation<T> {
        T run() throws DdiException;
    }

    /** Calls the driver; waits first while it is suspended or exchanged. */
    private <T> T inside(Operation<T> operation) throws DdiException {
        return holding(() -> admitted(() -> {
            requireOpen();
            return operation.run();
        }));
    }

    /** Holds the device while something is done with it: close(9E) comes after it, whoever closes the file meanwhile. */
    private <T> T holding(Operation<T> operation) throws DdiException {
        requireOpen();
        if (!device.beginCall()) {
            requireOpen();
            throw new DdiException(Errno.EBADF, "file " + path + " is being closed");
        }
        try {
            return operation.run();
        } finally {
            try (CallStack.Frame _ = user()) {
                device.endCall();
            }
        }
    }

    private <T> T admitted(Operation<T> operation) throws DdiException {
        DeviceUse.Entry entry;
        try {
            entry = device.enter(path);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DdiException(Errno.EINTR, "waiting for the driver of " + path, e);
        }
        try {
            if (entry == DeviceUse.Entry.ABSENT) {
                throw new DdiException(Errno.ENXIO, "the device of " + path + " is gone, until it is back");
            }
            return operation.run();
        } finally {
            device.leave();
        }
    }

    private CallStack.Frame user() {
        return process.services().handles().calls().user(process.space());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            process.closed(this);
            try (CallStack.Frame _ = user()) {
                device.removeFile();
            }
            // Whoever waits in poll of this file keeps the device from being closed.
            device.node().pollWait().wake();
        }
    }

    @Override
    public String toString() {
        return "file " + path + " of " + process;
    }
}
