package org.devmap;

import java.util.Objects;

/**
 * A DDI function, an entry point or a system call failed. The Java form of a non-zero errno, of DDI_FAILURE and of a
 * null result (section 2.28). When the framework passes a driver's failure on under another number, as it does with
 * devmap(9E) (always ENXIO), the driver's own exception is the cause.
 */
public class DdiException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Kept as the int: exceptions are serializable, the record need not be. */
    private final int errno;

    /**
     * A failure without further words.
     *
     * @param errno the number
     */
    public DdiException(Errno errno) {
        this(errno, null, null);
    }

    /**
     * A failure that says what was wrong.
     *
     * @param errno the number
     * @param message what was wrong and what would be right
     */
    public DdiException(Errno errno, String message) {
        this(errno, message, null);
    }

    /**
     * A failure with its cause.
     *
     * @param errno the number
     * @param message what was wrong and what would be right, or null
     * @param cause the failure behind it, or null
     */
    public DdiException(Errno errno, String message, Throwable cause) {
        super(message == null ? Objects.requireNonNull(errno, "errno").name() : errno.name() + ": " + message, cause);
        this.errno = errno.value();
    }

    /**
     * The number.
     *
     * @return the error number, never null
     */
    public Errno errno() {
        return Errno.of(errno);
    }
}
