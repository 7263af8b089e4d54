package org.devmap;

/** SIGBUS: misaligned access, hardware error, or the object behind the mapping failed with an errno. */
public final class BusError extends MemoryFault {

    private static final long serialVersionUID = 1L;

    /**
     * A bus error.
     *
     * @param code FC_ALIGN, FC_HWERR, FC_NOSUPPORT or an FC_OBJERR that is not EINTR
     * @param address the user address
     * @param message the whole story in one line
     * @param cause the driver's exception, or null
     */
    public BusError(FaultCode code, long address, String message, Throwable cause) {
        super(code, address, message, cause);
    }

    @Override
    public Signal signal() {
        return Signal.SIGBUS;
    }

    @Override
    public SignalCode signalCode() {
        if (code().isObjectError()) {
            return SignalCode.OBJERR;
        }
        return code().equals(FaultCode.ALIGN) ? SignalCode.ADRALN : SignalCode.ADRERR;
    }
}
