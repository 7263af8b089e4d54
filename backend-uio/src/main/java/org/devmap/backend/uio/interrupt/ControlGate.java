package org.devmap.backend.uio.interrupt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.devmap.DdiException;
import org.devmap.backend.uio.linux.Descriptor;
import org.devmap.backend.uio.linux.LinuxErrno;
import org.devmap.backend.uio.linux.SystemCallFailure;

/**
 * The gate of a kernel driver that has irqcontrol: 1 written to the device opens it, 0 closes it. A driver without does
 * all there is to do in the kernel: its interrupts always come through.
 */
public final class ControlGate implements InterruptGate {

    private final Descriptor device;
    private boolean isControlled = true;

    /**
     * The gate of a device.
     *
     * @param device the device's file
     */
    public ControlGate(Descriptor device) {
        this.device = device;
    }

    @Override
    public void set(boolean open) throws DdiException {
        if (!isControlled) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            value.set(ValueLayout.JAVA_INT, 0, open ? 1 : 0);
            device.write(value);
        } catch (SystemCallFailure failure) {
            if (failure.errno() != LinuxErrno.ENOSYS) {
                throw new DdiException(failure.toErrno(), "irqcontrol: " + failure.getMessage(), failure);
            }
            isControlled = false;
        }
    }
}
