package org.devmap.runtime.translation;

import java.util.function.Function;
import org.devmap.BusError;
import org.devmap.FaultCode;
import org.devmap.Pages;

/** A page of memory whose faults the test answers. */
final class RacedMemory extends TranslatedMemory {

    private final Function<Access, Translation> fault;

    /**
     * Memory of the page at {@link Raced#START}.
     *
     * @param fault finds the table of an access and loads what it wants, or throws
     */
    RacedMemory(Function<Access, Translation> fault) {
        // No window opens by itself.
        super(Raced.START, Pages.SIZE, () -> Long.MAX_VALUE);
        this.fault = fault;
    }

    /** Whether accesses are direct now. */
    boolean isDirect() {
        return window() != Window.NONE;
    }

    @Override
    protected Translation reach(Access access) {
        return fault.apply(access);
    }

    @Override
    protected void awaitSettled(Residence residence, long at, Access access) {
        residence.awaitSettledUninterruptibly(at);
    }

    @Override
    protected String describe(Access access) {
        return access.toString();
    }

    @Override
    protected TranslatedMemory part(long address, long bytes) {
        throw new BusError(FaultCode.HWERR, address, "no parts", null);
    }
}
