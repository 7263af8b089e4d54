package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.devmap.backend.RegisterModel;

/**
 * What is behind a run of addresses: memory, or a register model, such that the byte at address {@code a} is the byte
 * {@code a + bias} of it. Immutable; whether it may be used is said by the {@link Translation} that holds it, and where the
 * memory is now by its {@link Residence}.
 */
public final class FrameRun {

    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle().withInvokeExactBehavior();
    private static final VarHandle SHORT = ValueLayout.JAVA_SHORT.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private final AccessKind kind;
    private final Residence residence;
    private final long bias;
    private final BooleanSupplier gone;
    /** Readers access a model; a revoker passes through the write side. Made by the first who enters a model: most runs never need it. */
    private volatile ReentrantReadWriteLock modelAccess;

    private FrameRun(AccessKind kind, Residence residence, long bias, BooleanSupplier gone) {
        this.gone = gone;
        this.kind = kind;
        this.residence = residence;
        this.bias = bias;
    }

    /**
     * Memory that may move, or registers for which a model may answer.
     *
     * @param residence where it lives
     * @param kind how it is accessed where it is memory
     * @param bias what to add to an address to get the byte offset in memory
     * @return the run
     */
    public static FrameRun memory(Residence residence, AccessKind kind, long bias) {
        return new FrameRun(kind, residence, bias, () -> false);
    }

    /**
     * Memory that stays where it is.
     *
     * @param memory native memory, aligned to a page
     * @param kind how it is accessed
     * @param bias what to add to an address to get the byte offset in memory
     * @return the run
     */
    public static FrameRun memory(MemorySegment memory, AccessKind kind, long bias) {
        return memory(new Residence(memory), kind, bias);
    }

    /**
     * Registers with behaviour.
     *
     * @param model the behaviour
     * @param bias what to add to an address to get the byte offset in the model
     * @return the run
     */
    public static FrameRun model(RegisterModel model, long bias) {
        return memory(new Residence(model), AccessKind.MODELLED, bias);
    }

    /**
     * The same run, to be loaded only until something is gone.
     *
     * @param nowGone asked at every load, under the lock that a revocation takes after it has answered true
     * @return a run that no load makes reachable any more from then on
     */
    public FrameRun until(BooleanSupplier nowGone) {
        BooleanSupplier before = gone;
        return new FrameRun(kind, residence, bias, () -> before.getAsBoolean() || nowGone.getAsBoolean());
    }

    boolean isGone() {
        return gone.getAsBoolean();
    }

    /**
     * How it is accessed.
     *
     * @return the kind
     */
    public AccessKind kind() {
        return kind;
    }

    /** Who answers now; null for memory, and while it is on the move. Stays what it is for those who hold {@link #modelAccess}. */
    RegisterModel model() {
        return residence.model();
    }

    ReentrantReadWriteLock.ReadLock modelAccess() {
        ReentrantReadWriteLock present = modelAccess;
        if (present == null) {
            synchronized (this) {
                present = modelAccess == null ? new ReentrantReadWriteLock() : modelAccess;
                modelAccess = present;
            }
        }
        return present.readLock();
    }

    /**
     * After permissions or the place were taken: returns when no access to a model that saw them is under way. Who makes the lock only
     * now looks at them later, and sees that they are taken.
     */
    void awaitModelAccesses() {
        ReentrantReadWriteLock present = modelAccess;
        if (present != null) {
            present.writeLock().lock();
            present.writeLock().unlock();
        }
    }

    /** Where it lives now. */
    Residence residence() {
        return residence;
    }

    /** Inside the guard: the memory to access an address in, at {@link #offset}; null if it is on the move, or a model answers. */
    MemorySegment memoryAt(long address) {
        return residence.at(address + bias);
    }

    long offset(long address) {
        return address + bias;
    }

    /** How many bytes from an address on are sure to be in the same memory. */
    long untilBorder(long address) {
        return Residence.CHUNK - (address + bias) % Residence.CHUNK;
    }

    /** One load of exactly this width, by kind, or volatile if asked for. */
    long load(MemorySegment memory, long address, int width, boolean asVolatile) {
        long at = address + bias;
        if (kind == AccessKind.PLAIN && !asVolatile) {
            return switch (width) {
                case 1 -> memory.get(ValueLayout.JAVA_BYTE, at);
                case 2 -> memory.get(ValueLayout.JAVA_SHORT, at);
                case 4 -> memory.get(ValueLayout.JAVA_INT, at);
                default -> memory.get(ValueLayout.JAVA_LONG, at);
            };
        }
        if (kind == AccessKind.OPAQUE && !asVolatile) {
            return switch (width) {
                case 1 -> (byte) BYTE.getOpaque(memory, at);
                case 2 -> (short) SHORT.getOpaque(memory, at);
                case 4 -> (int) INT.getOpaque(memory, at);
                default -> (long) LONG.getOpaque(memory, at);
            };
        }
        return switch (width) {
            case 1 -> (byte) BYTE.getVolatile(memory, at);
            case 2 -> (short) SHORT.getVolatile(memory, at);
            case 4 -> (int) INT.getVolatile(memory, at);
            default -> (long) LONG.getVolatile(memory, at);
        };
    }

    /** One store of exactly this width, by kind, or volatile if asked for. */
    void store(MemorySegment memory, long address, int width, long value, boolean asVolatile) {
        long at = address + bias;
        if (kind == AccessKind.PLAIN && !asVolatile) {
            switch (width) {
                case 1 -> memory.set(ValueLayout.JAVA_BYTE, at, (byte) value);
                case 2 -> memory.set(ValueLayout.JAVA_SHORT, at, (short) value);
                case 4 -> memory.set(ValueLayout.JAVA_INT, at, (int) value);
                default -> memory.set(ValueLayout.JAVA_LONG, at, value);
            }
        } else if (kind == AccessKind.OPAQUE && !asVolatile) {
            switch (width) {
                case 1 -> BYTE.setOpaque(memory, at, (byte) value);
                case 2 -> SHORT.setOpaque(memory, at, (short) value);
                case 4 -> INT.setOpaque(memory, at, (int) value);
                default -> LONG.setOpaque(memory, at, value);
            }
        } else {
            switch (width) {
                case 1 -> BYTE.setVolatile(memory, at, (byte) value);
                case 2 -> SHORT.setVolatile(memory, at, (short) value);
                case 4 -> INT.setVolatile(memory, at, (int) value);
                default -> LONG.setVolatile(memory, at, value);
            }
        }
    }

    /** One atomic update of 4 or 8 bytes; answers what was there before. */
    long update(MemorySegment memory, long address, int width, Update update, long expected, long operand) {
        long at = address + bias;
        if (update == Update.ADD_REVERSED) {
            return addReversed(memory, at, width, operand);
        }
        if (width == 4) {
            return update == Update.ADD ? (int) INT.getAndAdd(memory, at, (int) operand)
                    : (int) INT.compareAndExchange(memory, at, (int) expected, (int) operand);
        }
        return update == Update.ADD ? (long) LONG.getAndAdd(memory, at, operand)
                : (long) LONG.compareAndExchange(memory, at, expected, operand);
    }

    private static long addReversed(MemorySegment memory, long at, int width, long operand) {
        for (;;) {
            long before = width == 4 ? (int) INT.getVolatile(memory, at) : (long) LONG.getVolatile(memory, at);
            long after = Update.ADD_REVERSED.sum(before, operand, width);
            boolean done = width == 4 ? INT.compareAndSet(memory, at, (int) before, (int) after)
                    : LONG.compareAndSet(memory, at, before, after);
            if (done) {
                return before;
            }
        }
    }

    /** The atomic updates. */
    enum Update {
        /** Compare and exchange. */
        EXCHANGE,
        /** Add. */
        ADD,
        /** Add to a datum that lies there in the other byte order. */
        ADD_REVERSED;

        /** What an addition puts there, in raw order; bits beyond the width mean nothing. */
        long sum(long before, long operand, int width) {
            if (this == ADD) {
                return before + operand;
            }
            return width == 4 ? Integer.reverseBytes(Integer.reverseBytes((int) before) + (int) operand)
                    : Long.reverseBytes(Long.reverseBytes(before) + operand);
        }
    }
}
