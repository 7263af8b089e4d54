package org.devmap.examples.edu;

import static org.devmap.examples.edu.EduRegisters.BUFFER_SIZE;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DmaBinding;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRequest;

/** Memory for transfers, which applications map as well. Whether the device reaches it is another question. */
final class DmaBuffer implements AutoCloseable {

    private final UmemCookie memory;
    /** Null if the device does not reach the memory. */
    private final DmaBinding binding;
    /** Why it does not; null if it does. */
    private final DdiException refusal;

    private DmaBuffer(UmemCookie memory, DmaBinding binding, DdiException refusal) {
        this.memory = memory;
        this.binding = binding;
        this.refusal = refusal;
    }

    /** Where a device cannot reach memory that may move, it may reach huge pages, which never do. */
    static DmaBuffer allocate(DeviceInfo device) throws DdiException {
        UmemRequest ordinary = UmemRequest.of(BUFFER_SIZE, UmemFlags.SLEEP);
        DmaBuffer buffer = allocate(device, ordinary);
        if (buffer.binding != null) {
            return buffer;
        }
        buffer.close();
        return allocate(device, ordinary.huge());
    }

    private static DmaBuffer allocate(DeviceInfo device, UmemRequest request) throws DdiException {
        UmemCookie memory = device.umemAlloc(request);
        try {
            return bind(device, memory);
        } catch (DdiException | RuntimeException e) {
            memory.free();
            throw e;
        }
    }

    private static DmaBuffer bind(DeviceInfo device, UmemCookie memory) throws DdiException {
        try {
            return new DmaBuffer(memory, device.dmaBind(memory, 0, BUFFER_SIZE, IoDirection.BOTH), null);
        } catch (DdiException refused) {
            if (!refused.errno().equals(Errno.ENOTSUP)) {
                throw refused;
            }
            return new DmaBuffer(memory, null, refused);
        }
    }

    UmemCookie memory() {
        return memory;
    }

    /** The way of the device to the memory; ENOTSUP with the reason if there is none. */
    DmaBinding binding() throws DdiException {
        if (binding == null) {
            throw new DdiException(Errno.ENOTSUP, "no DMA here: " + refusal.getMessage(), refusal);
        }
        return binding;
    }

    @Override
    public void close() {
        if (binding != null) {
            binding.close();
        }
        memory.free();
    }
}
