package org.devmap;

import java.util.OptionalInt;

/**
 * An access through a mapping did not happen. Unchecked, because an access reads like memory. No datum was transferred
 * (S-376). The message names the access, the device, the offset, the mapping and the driver; the driver's own exception
 * is the cause.
 */
public abstract sealed class MemoryFault extends RuntimeException
        permits SegmentationFault, BusError, AccessInterrupted, NoProgress {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final long address;

    MemoryFault(FaultCode code, long address, String message, Throwable cause) {
        super(message, cause);
        this.code = code.value();
        this.address = address;
    }

    /**
     * The result of the fault.
     *
     * @return the code; success only for {@link NoProgress}
     */
    public FaultCode code() {
        return FaultCode.of(code);
    }

    /**
     * The user address of the access.
     *
     * @return in bytes, in the space that was accessed
     */
    public long address() {
        return address;
    }

    /**
     * The errno that the code carries (si_errno).
     *
     * @return the unsigned number, 16777215 for a bare -1 (S-148); empty if the code carries none
     */
    public OptionalInt errno() {
        return code().isObjectError() ? OptionalInt.of(code().errnoValue()) : OptionalInt.empty();
    }

    /**
     * The signal this stands for.
     *
     * @return the signal
     */
    public abstract Signal signal();

    /**
     * Why that signal.
     *
     * @return the si_code
     */
    public abstract SignalCode signalCode();
}
