package org.devmap.runtime.handle;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.FaultException;

/**
 * How a fault, or a step of one, ended.
 *
 * @param code the result
 * @param cause the exception behind it, or null
 */
public record FaultOutcome(FaultCode code, Throwable cause) {

    /** It succeeded. */
    public static final FaultOutcome OK = new FaultOutcome(FaultCode.OK, null);

    /** Whether it succeeded. */
    public boolean isOk() {
        return code.equals(FaultCode.OK);
    }

    /** The outcome of a code without an exception. */
    public static FaultOutcome of(FaultCode code) {
        return new FaultOutcome(code, null);
    }

    /**
     * The result of an access callback that failed: FC_MAKE_ERR of whatever it failed with (2.11 step 5).
     *
     * @param failure what the callback threw
     * @return the fault's result
     */
    public static FaultOutcome ofCallback(Throwable failure) {
        int result = switch (failure) {
            case FaultException fault -> fault.code().value();
            case DdiException ddi -> ddi.errno().value();
            default -> Errno.DDI_FAILURE.value();
        };
        return new FaultOutcome(FaultCode.makeErr(result), failure);
    }
}
