package org.devmap;

/** The access callback said success twice and loaded nothing; a processor would fault for ever (R-15, S-153). */
public final class NoProgress extends MemoryFault {

    private static final long serialVersionUID = 1L;

    /**
     * No progress.
     *
     * @param address the user address
     * @param message the whole story in one line
     */
    public NoProgress(long address, String message) {
        super(FaultCode.OK, address, message, null);
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
