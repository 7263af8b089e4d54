package org.devmap.examples.edu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.OpenFlags;
import org.devmap.driver.IoctlEntry;
import org.devmap.driver.IoctlRequest;
import org.devmap.driver.SoftState;

/** ioctl(9E) of the edu device: the commands of {@link EduIoctl}. */
final class EduControl implements IoctlEntry {

    private static final int OWN_REASONS = EduRegisters.FACTORIAL_DONE | EduRegisters.TRANSFER_DONE;

    private final SoftState<Edu> devices;

    EduControl(SoftState<Edu> devices) {
        this.devices = devices;
    }

    @Override
    public int ioctl(IoctlRequest request) throws DdiException {
        Edu edu = devices.get(EduDriver.instance(request.dev()));
        switch (request.command()) {
            case EduIoctl.FACTORIAL -> factorial(edu, request);
            case EduIoctl.RAISE -> edu.raise(reasons(request));
            case EduIoctl.COUNTS -> counts(edu, request);
            case EduIoctl.SEND -> edu.send(length(request));
            case EduIoctl.RECEIVE -> edu.receive(length(request));
            default -> throw new DdiException(Errno.ENOTTY,
                    "command 0x%x is none of an edu device: see EduIoctl".formatted(request.command()));
        }
        return 0;
    }

    private static void factorial(Edu edu, IoctlRequest request) throws DdiException {
        MemorySegment copy = MemorySegment.ofArray(new int[1]);
        copy.set(ValueLayout.JAVA_INT, 0, edu.factorial(number(request)));
        request.copyout(copy, 0);
    }

    private static void counts(Edu edu, IoctlRequest request) throws DdiException {
        MemorySegment copy = MemorySegment.ofArray(new long[EduIoctl.COUNTS_SIZE / Long.BYTES]);
        copy.set(ValueLayout.JAVA_LONG, EduIoctl.COUNTS_ALL, edu.interrupts());
        copy.set(ValueLayout.JAVA_LONG, EduIoctl.COUNTS_MISSED, edu.missedInterrupts());
        request.copyout(copy, 0);
    }

    private static int reasons(IoctlRequest request) throws DdiException {
        int reasons = number(request);
        if (reasons == 0 || (reasons & OWN_REASONS) != 0) {
            throw new DdiException(Errno.EINVAL, ("reasons 0x%x must be at least one, and none of 0x%x,"
                    + " which are the device's own").formatted(reasons, OWN_REASONS));
        }
        return reasons;
    }

    private static int length(IoctlRequest request) throws DdiException {
        int length = number(request);
        if (length < 1 || length > EduRegisters.TRANSFER_SIZE) {
            throw new DdiException(Errno.EINVAL,
                    "length %d must be from 1 to %d".formatted(length, EduRegisters.TRANSFER_SIZE));
        }
        return length;
    }

    /** The argument of a command that changes something. */
    private static int number(IoctlRequest request) throws DdiException {
        if (!request.mode().contains(OpenFlags.WRITE)) {
            throw new DdiException(Errno.EBADF,
                    "command 0x%x needs a file that is open for writing".formatted(request.command()));
        }
        MemorySegment copy = MemorySegment.ofArray(new int[1]);
        request.copyin(0, copy);
        return copy.get(ValueLayout.JAVA_INT, 0);
    }
}
