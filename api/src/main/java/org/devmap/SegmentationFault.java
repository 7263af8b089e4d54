package org.devmap;

/** SIGSEGV: nothing mapped there (FC_NOMAP), or the protection forbids the access (FC_PROT). */
public final class SegmentationFault extends MemoryFault {

    private static final long serialVersionUID = 1L;

    /**
     * A segmentation fault.
     *
     * @param code FC_NOMAP or FC_PROT
     * @param address the user address
     * @param message the whole story in one line
     * @param cause the driver's exception, or null
     */
    public SegmentationFault(FaultCode code, long address, String message, Throwable cause) {
        super(code, address, message, cause);
    }

    @Override
    public Signal signal() {
        return Signal.SIGSEGV;
    }

    @Override
    public SignalCode signalCode() {
        return code().equals(FaultCode.PROT) ? SignalCode.ACCERR : SignalCode.MAPERR;
    }
}
