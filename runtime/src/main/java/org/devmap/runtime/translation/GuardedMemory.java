package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.devmap.AccessDirection;
import org.devmap.BusError;
import org.devmap.DdiException;
import org.devmap.FaultCode;
import org.devmap.backend.RegisterModel;

/**
 * The guarded tier: each access looks its page up, inside the guard of the translation. Where a translation comes from,
 * and what a fault is, is said by the subclass.
 *
 * <p>The last translation used is kept without synchronisation. It may be out of date, which does no harm: it is used
 * only inside the guard and only for pages it still permits, and a page that is gone never becomes valid again in the
 * same translation.
 */
abstract class GuardedMemory {

    /** Bytes that bulk operations move inside one guard, so that nobody waits long for it. */
    private static final long BULK = 64 * 1024;
    /** Where windows have paid, so many guarded accesses are enough for the next one. */
    private static final int FEW = 64;

    private final long start;
    private final long length;
    private final LongSupplier patience;
    private Translation translation;
    /** Guarded accesses since the translation was last revoked, about. */
    private int accesses;
    private int revocations;
    /** Whether a window is worth opening soon after a revocation. */
    private boolean hasPaid;
    /** Whether the last window came as late as that it would have paid, had it been open from the revocation on. */
    private boolean isLate;

    /**
     * Memory at a range of addresses.
     *
     * @param start address of offset 0
     * @param length bytes
     * @param patience guarded accesses without a revocation until a window is opened
     */
    GuardedMemory(long start, long length, LongSupplier patience) {
        this.start = start;
        this.length = length;
        this.patience = patience;
    }

    /**
     * Finds the translation of an address and makes sure, by a fault if need be, that it permits the access.
     *
     * @param access the access that is to be made
     * @return a translation that permitted it a moment ago
     * @throws org.devmap.MemoryFault if the access cannot be made
     */
    protected abstract Translation reach(Access access);

    /**
     * Waits until memory on the move has settled, so that the access can be tried again.
     *
     * @param residence the memory
     * @param at byte in it
     * @param access the access that waits
     * @throws org.devmap.MemoryFault if it must not wait any longer
     */
    protected abstract void awaitSettled(Residence residence, long at, Access access);

    /**
     * What to say of an access that the device refused.
     *
     * @param access the access
     * @return one line: operation, offset, device
     */
    protected abstract String describe(Access access);

    /**
     * One access, as faults and errors speak of it.
     *
     * @param operation the method called
     * @param offset what it was given
     * @param address the address
     * @param width bytes
     * @param direction read or write
     */
    public record Access(String operation, long offset, long address, int width, AccessDirection direction) {

        /** The permission bits it needs. */
        public int need() {
            return direction == AccessDirection.WRITE ? Hat.WRITE
                    : direction == AccessDirection.EXEC ? Hat.EXEC : Hat.READ;
        }
    }

    /** Opens a window onto the pages around an address, if there can be one. */
    abstract void open(Translation table, long address);

    /** The address of offset 0. */
    protected final long start() {
        return start;
    }

    /** Bytes. */
    final long bytes() {
        return length;
    }

    final long guardedLoad(String operation, long offset, int width, boolean asVolatile) {
        return guarded(operation, AccessDirection.READ, offset, width, asVolatile, null, 0, 0);
    }

    final void guardedStore(String operation, long offset, int width, long value, boolean asVolatile) {
        guarded(operation, AccessDirection.WRITE, offset, width, asVolatile, null, 0, value);
    }

    final long guardedUpdate(String operation, long offset, int width, Update update, long expected, long operand) {
        return guarded(operation, AccessDirection.WRITE, offset, width, true, update, expected, operand);
    }

    /** Tries until the access is permitted and its memory at rest, and makes it once. */
    private long guarded(String operation, AccessDirection direction, long offset, int width, boolean asVolatile,
                         Update update, long expected, long value) {
        long address = checked(operation, offset, width);
        boolean load = direction == AccessDirection.READ;
        for (;;) {
            Translation table = translation;
            FrameRun frames = null;
            if (table != null && table.contains(address)) {
                MemorySegment memory;
                long found = 0;
                Seat seat = Guard.enter(table.id());
                try {
                    frames = table.permitted(address, load ? Hat.READ : Hat.WRITE);
                    memory = frames == null ? null : frames.memoryAt(address);
                    if (memory != null) {
                        long at = frames.offset(address);
                        AccessKind how = asVolatile ? AccessKind.VOLATILE : frames.kind();
                        if (load) {
                            found = RawAccess.load(memory, at, width, how);
                        } else if (update == null) {
                            RawAccess.store(memory, at, width, value, how);
                        } else {
                            found = RawAccess.update(memory, at, width, update, expected, value);
                        }
                    }
                } finally {
                    Guard.exit(seat);
                }
                if (memory != null) {
                    if (!seat.isShared()) {
                        count(table, address);
                    }
                    return found;
                }
            }
            Access access = new Access(operation, offset, address, width, direction);
            RegisterModel model = frames == null ? null : ModelAccess.enter(frames, table, access);
            if (model == null) {
                provide(frames, access);
            } else if (load) {
                return ModelAccess.load(frames, model, access, this);
            } else if (update != null) {
                return ModelAccess.update(frames, model, access, update, expected, value, this);
            } else {
                ModelAccess.store(frames, model, access, value, this);
                return 0;
            }
        }
    }

    /**
     * Before an access is tried again: finds a translation if it has none, or waits until memory on the move has
     * settled.
     */
    private void provide(FrameRun frames, Access access) {
        if (frames == null) {
            translation = reach(access);
        } else if (frames.model() == null) {
            awaitSettled(frames.residence(), frames.offset(access.address()), access);
        }
    }

    /**
     * Moves what lies in one run of plain memory, inside one guard; answers how much, 0 if the memory there is not
     * plain.
     */
    final long guardedRun(Bulk bulk, MemorySegment host, long hostOffset, byte value, long offset, long left) {
        long address = start + offset;
        int need = bulk.writes() ? Hat.WRITE : Hat.READ;
        for (;;) {
            Translation table = translation;
            FrameRun frames = null;
            if (table != null && table.contains(address)) {
                long count = 0;
                Seat seat = Guard.enter(table.id());
                try {
                    frames = table.permitted(address, need);
                    if (frames != null && (frames.kind() != AccessKind.PLAIN || frames.model() != null)) {
                        return 0;
                    }
                    MemorySegment memory = frames == null ? null : frames.memoryAt(address);
                    if (memory != null) {
                        long most = Math.min(Math.min(left, BULK), frames.untilBorder(address));
                        count = table.permittedRun(address, most, need);
                        bulk.move(memory, frames.offset(address), count, host, hostOffset, value);
                    }
                } finally {
                    Guard.exit(seat);
                }
                if (count > 0) {
                    if (!seat.isShared()) {
                        count(table, address);
                    }
                    return count;
                }
            }
            provide(frames, new Access(bulk.operation(), offset, address, 1, bulk.direction()));
        }
    }

    /** Counts a guarded access, or run, of a platform thread, which a window would have made cheaper. */
    private void count(Translation table, long address) {
        int now = table.revocations();
        if (now != revocations) {
            revocations = now;
            accesses = 0;
        }
        if (++accesses % FEW == 0 && (hasPaid || accesses >= patience.getAsLong())) {
            accesses = 0;
            isLate = !hasPaid;
            open(table, address);
        }
    }

    /**
     * The last window has been closed: if it paid, or would have, had it not been opened late, the next one is expected
     * to pay, too, and is opened soon.
     */
    final void ended(boolean paid) {
        hasPaid = paid || isLate;
        isLate = false;
    }

    /** What is wrong with an access that memory would not take. */
    final RuntimeException misplaced(String operation, long offset, int width, RuntimeException cause) {
        checked(operation, offset, width);
        return new IllegalStateException("memory refused an access that it permits", cause);
    }

    private long checked(String operation, long offset, int width) {
        Objects.checkFromIndexSize(offset, width, length);
        long address = start + offset;
        if ((address & width - 1) != 0) {
            Access refused = new Access(operation, offset, address, width, AccessDirection.OTHER);
            throw new BusError(FaultCode.ALIGN, address, describe(refused) + ": offset must be a multiple of " + width, null);
        }
        return address;
    }

    final BusError refused(Access access, DdiException cause) {
        return new BusError(FaultCode.makeErr(cause.errno()), access.address(),
                describe(access) + ": the device answered " + cause.getMessage(), cause);
    }

    final BusError broken(Access access, RuntimeException cause) {
        return new BusError(FaultCode.HWERR, access.address(),
                describe(access) + ": the device's model failed with " + cause, cause);
    }
}
