package org.devmap;

import java.util.Objects;

/**
 * A load, unload or access callback failed with a fault code. An access callback may simply let it pass: the framework
 * then wraps the code once more, FC_MAKE_ERR(code), exactly as the original does (S-151, S-152).
 */
public class FaultException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * A fault.
     *
     * @param code the code, not success
     * @param message what was wrong
     */
    public FaultException(FaultCode code, String message) {
        this(code, message, null);
    }

    /**
     * A fault with its cause.
     *
     * @param code the code, not success
     * @param message what was wrong
     * @param cause the failure behind it, or null
     * @throws IllegalArgumentException if code is success
     */
    public FaultException(FaultCode code, String message, Throwable cause) {
        super(Objects.requireNonNull(code, "code") + (message == null ? "" : ": " + message), cause);
        if (code.equals(FaultCode.OK)) {
            throw new IllegalArgumentException("fault code 0 is success; a FaultException needs another code");
        }
        this.code = code.value();
    }

    /**
     * The code.
     *
     * @return never success
     */
    public FaultCode code() {
        return FaultCode.of(code);
    }
}
