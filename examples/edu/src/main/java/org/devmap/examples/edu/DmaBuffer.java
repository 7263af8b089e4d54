package org.devmap.examples.edu;

import static org.devmap.examples.edu.EduRegisters.BUFFER_SIZE;

import java.lang.foreign.MemorySegment;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DmaBinding;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRequest;

/**
 * Memory for transfers, which applications map as well. Whether the device reaches it is another question. Where one
 * device takes another's place and does not reach it, the device transfers to and from a copy (a bounce buffer), because
 * applications keep what they have mapped. Not thread-safe.
 */
final class DmaBuffer implements AutoCloseable {

    private static final UmemRequest ORDINARY = UmemRequest.of(BUFFER_SIZE, UmemFlags.SLEEP);

    private final DeviceInfo device;
    private final UmemCookie memory;
    /** Null until a device does not reach the memory that applications have mapped. */
    private UmemCookie copy;
    /** What the device reaches: the memory or its copy. */
    private UmemCookie reached;
    /** Null if the device reaches neither. */
    private DmaBinding binding;
    /** Why it does not; null if it does. */
    private DdiException refusal;

    /** A transfer to or from memory. */
    interface Transfer {
        void run(long deviceAddress) throws DdiException;
    }

    private DmaBuffer(DeviceInfo device, UmemCookie memory) {
        this.device = device;
        this.memory = memory;
    }

    /** Where a device cannot reach memory that may move, it may reach huge pages, which never do. */
    static DmaBuffer allocate(DeviceInfo device) throws DdiException {
        DmaBuffer buffer = allocate(device, ORDINARY);
        if (buffer.isReached()) {
            return buffer;
        }
        buffer.close();
        return allocate(device, ORDINARY.huge());
    }

    private static DmaBuffer allocate(DeviceInfo device, UmemRequest request) throws DdiException {
        DmaBuffer buffer = new DmaBuffer(device, device.umemAlloc(request));
        try {
            buffer.tryBind(buffer.memory);
            return buffer;
        } catch (DdiException | RuntimeException e) {
            buffer.close();
            throw e;
        }
    }

    private boolean tryBind(UmemCookie cookie) throws DdiException {
        try {
            binding = device.dmaBind(cookie, 0, BUFFER_SIZE, IoDirection.BOTH);
            reached = cookie;
            refusal = null;
            return true;
        } catch (DdiException refused) {
            if (!refused.errno().equals(Errno.ENOTSUP)) {
                throw refused;
            }
            refusal = refused;
            return false;
        }
    }

    /** Another device reaches it from now on, if it can; it was {@linkplain #unbind unbound} from the one before. */
    void bind() throws DdiException {
        if (tryBind(memory)) {
            return;
        }
        if (copy == null) {
            copy = device.umemAlloc(ORDINARY.huge());
        }
        tryBind(copy);
    }

    /** No device reaches it any more. */
    void unbind() {
        if (binding != null) {
            binding.close();
            binding = null;
        }
    }

    /** What applications map. */
    UmemCookie memory() {
        return memory;
    }

    boolean isReached() {
        return binding != null;
    }

    /** Transfers what applications have stored; ENOTSUP with the reason if the device reaches no memory. */
    void send(int length, Transfer transfer) throws DdiException {
        requireReached();
        move(memory, reached, length);
        binding.sync(0, length, IoDirection.TO_DEVICE);
        transfer.run(binding.deviceAddress());
    }

    /** The other way. */
    void receive(int length, Transfer transfer) throws DdiException {
        requireReached();
        transfer.run(binding.deviceAddress());
        binding.sync(0, length, IoDirection.FROM_DEVICE);
        move(reached, memory, length);
    }

    /**
     * Transfers something else in between, while no application looks.
     *
     * @param bytes what to find there
     * @param transfer to or from memory
     * @return what was there afterwards
     */
    byte[] lend(byte[] bytes, Transfer transfer) throws DdiException {
        byte[] kept = get(reached, bytes.length);
        try {
            put(reached, bytes);
            binding.sync(0, bytes.length, IoDirection.TO_DEVICE);
            transfer.run(binding.deviceAddress());
            binding.sync(0, bytes.length, IoDirection.FROM_DEVICE);
            return get(reached, bytes.length);
        } finally {
            put(reached, kept);
        }
    }

    private void requireReached() throws DdiException {
        if (binding == null) {
            throw new DdiException(Errno.ENOTSUP, "no DMA here: " + refusal.getMessage(), refusal);
        }
    }

    private static void move(UmemCookie from, UmemCookie to, int length) {
        if (from != to) {
            put(to, get(from, length));
        }
    }

    private static byte[] get(UmemCookie cookie, int length) {
        byte[] bytes = new byte[length];
        cookie.memory().copyTo(0, MemorySegment.ofArray(bytes), 0, length);
        return bytes;
    }

    private static void put(UmemCookie cookie, byte[] bytes) {
        cookie.memory().copyFrom(MemorySegment.ofArray(bytes), 0, 0, bytes.length);
    }

    @Override
    public void close() {
        unbind();
        if (copy != null) {
            copy.free();
        }
        memory.free();
    }
}
