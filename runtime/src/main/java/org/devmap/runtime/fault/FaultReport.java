package org.devmap.runtime.fault;

import org.devmap.AccessInterrupted;
import org.devmap.BusError;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.MemoryFault;
import org.devmap.SegmentationFault;
import org.devmap.runtime.handle.FaultOutcome;

/** How a fault's result becomes visible (statement table 0.3). */
public final class FaultReport {

    private FaultReport() {
    }

    /**
     * To whoever accessed memory.
     *
     * @param outcome the result, not success
     * @param address the address of the access
     * @param where the access and the device, one line
     * @return the exception to throw
     */
    public static MemoryFault toUser(FaultOutcome outcome, long address, String where) {
        FaultCode code = outcome.code();
        String message = where + ": " + explain(outcome);
        if (code.isObjectError()) {
            return code.errnoValue() == Errno.EINTR.value()
                    ? new AccessInterrupted(code, address, message, outcome.cause())
                    : new BusError(code, address, message, outcome.cause());
        }
        return code.equals(FaultCode.PROT) || code.equals(FaultCode.NOMAP)
                ? new SegmentationFault(code, address, message, outcome.cause())
                : new BusError(code, address, message, outcome.cause());
    }

    /**
     * To the kernel, which locks pages.
     *
     * @param outcome the result, not success
     * @param where the range and the device, one line
     * @return the exception to throw
     */
    public static DdiException toKernel(FaultOutcome outcome, String where) {
        FaultCode code = outcome.code();
        Errno errno;
        if (code.isObjectError() && code.errnoValue() != 0) {
            errno = Errno.of(code.errnoValue());
        } else {
            errno = code.equals(FaultCode.PROT) ? Errno.EACCES : Errno.EFAULT;
        }
        return new DdiException(errno, where + ": " + explain(outcome), outcome.cause());
    }

    private static String explain(FaultOutcome outcome) {
        FaultCode code = outcome.code();
        if (outcome.cause() instanceof InterruptedException) {
            return "interrupted while waiting for a lock on the device, or for memory that moves";
        }
        if (outcome.cause() != null) {
            return "access callback failed with " + outcome.cause().getMessage() + " (" + code + ")";
        }
        if (code.equals(FaultCode.PROT)) {
            return "the protection forbids it";
        }
        if (code.equals(FaultCode.NOMAP)) {
            return "nothing is mapped there";
        }
        if (code.equals(FaultCode.NOSUPPORT)) {
            return "a remappable handle cannot be locked";
        }
        return "failed with " + code;
    }
}
