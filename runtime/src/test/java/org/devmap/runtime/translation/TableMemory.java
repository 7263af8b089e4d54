package org.devmap.runtime.translation;

import java.util.function.Function;
import org.devmap.BusError;
import org.devmap.Errno;
import org.devmap.FaultCode;

/** Memory over tables that the test changes; an access without translation asks the test. */
final class TableMemory extends TranslatedMemory {

    private final Function<Access, Translation> fault;
    private final long patience;

    /**
     * Memory at addresses.
     *
     * @param start address of offset 0
     * @param length bytes
     * @param patience guarded accesses that open a window: 0 opens one after few
     * @param fault finds the table of an access, loads what it wants, or answers null for a bus error
     */
    TableMemory(long start, long length, long patience, Function<Access, Translation> fault) {
        super(start, length, () -> patience);
        this.patience = patience;
        this.fault = fault;
    }

    /** Memory of one table that is never loaded by an access. */
    static TableMemory of(long start, long length, Translation table) {
        return of(start, length, Long.MAX_VALUE, table);
    }

    /** The same, with a window after some guarded accesses. */
    static TableMemory of(long start, long length, long patience, Translation table) {
        return new TableMemory(start, length, patience, access -> table.permits(access.address(), access.need()) ? table : null);
    }

    /** Whether accesses at an offset are direct now. */
    boolean isDirect(long offset) {
        Window open = window();
        return open.takes(offset, 1);
    }

    @Override
    protected Translation reach(Access access) {
        Translation table = fault.apply(access);
        if (table == null) {
            throw new BusError(FaultCode.makeErr(Errno.EFAULT), access.address(), describe(access), null);
        }
        return table;
    }

    @Override
    protected void awaitSettled(Residence residence, long at, Access access) {
        try {
            residence.awaitSettled(at);
        } catch (InterruptedException e) {
            throw new BusError(FaultCode.makeErr(Errno.EINTR), access.address(), describe(access), e);
        }
    }

    @Override
    protected String describe(Access access) {
        return "%s(0x%x) at 0x%x".formatted(access.operation(), access.offset(), access.address());
    }

    @Override
    protected TranslatedMemory part(long address, long bytes) {
        return new TableMemory(address, bytes, patience, fault);
    }
}
