package org.devmap;

/**
 * FC_OBJERR with EINTR (0x0403): the fault was interrupted, no signal is sent. The original would re-execute the
 * instruction; here the caller decides. If a thread interrupt was the reason, the thread's interrupt flag is kept.
 */
public final class AccessInterrupted extends MemoryFault {

    private static final long serialVersionUID = 1L;

    /**
     * An interrupted access.
     *
     * @param code FC_MAKE_ERR(EINTR)
     * @param address the user address
     * @param message the whole story in one line
     * @param cause the driver's exception, or null
     */
    public AccessInterrupted(FaultCode code, long address, String message, Throwable cause) {
        super(code, address, message, cause);
    }

    @Override
    public Signal signal() {
        return Signal.NONE;
    }

    @Override
    public SignalCode signalCode() {
        return SignalCode.NONE;
    }
}
