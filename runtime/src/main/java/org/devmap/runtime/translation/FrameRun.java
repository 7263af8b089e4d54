package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.devmap.backend.RegisterModel;

/**
 * What is behind a run of addresses: memory, or a register model, such that the byte at address {@code a} is the byte
 * {@code a + bias} of it. Immutable; whether it may be used is said by the {@link Translation} that holds it.
 */
public final class FrameRun {

    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle().withInvokeExactBehavior();
    private static final VarHandle SHORT = ValueLayout.JAVA_SHORT.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private final AccessKind kind;
    private final MemorySegment memory;
    private final RegisterModel model;
    private final long bias;
    private final BooleanSupplier gone;
    /** Readers access the model; a revoker passes through the write side. Null for memory. */
    private final ReentrantReadWriteLock modelAccess;

    private FrameRun(AccessKind kind, MemorySegment memory, RegisterModel model, long bias, BooleanSupplier gone) {
        this.gone = gone;
        this.kind = kind;
        this.memory = memory;
        this.model = model;
        this.bias = bias;
        this.modelAccess = model == null ? null : new ReentrantReadWriteLock();
    }

    /**
     * Memory.
     *
     * @param memory native memory, aligned to a page
     * @param kind how it is accessed, not MODELLED
     * @param bias what to add to an address to get the byte offset in memory
     * @return the run
     */
    public static FrameRun memory(MemorySegment memory, AccessKind kind, long bias) {
        return new FrameRun(kind, memory, null, bias, () -> false);
    }

    /**
     * Registers with behaviour.
     *
     * @param model the behaviour
     * @param bias what to add to an address to get the byte offset in the model
     * @return the run
     */
    public static FrameRun model(RegisterModel model, long bias) {
        return new FrameRun(AccessKind.MODELLED, null, model, bias, () -> false);
    }

    /**
     * The same run, to be loaded only until something is gone.
     *
     * @param nowGone asked at every load, under the lock that a revocation takes after it has answered true
     * @return a run that no load makes reachable any more from then on
     */
    public FrameRun until(BooleanSupplier nowGone) {
        BooleanSupplier before = gone;
        return new FrameRun(kind, memory, model, bias, () -> before.getAsBoolean() || nowGone.getAsBoolean());
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

    boolean isModelled() {
        return model != null;
    }

    RegisterModel model() {
        return model;
    }

    ReentrantReadWriteLock.ReadLock modelAccess() {
        return modelAccess.readLock();
    }

    /** After the permissions are cleared: returns when no access to the model that saw them is under way. */
    void awaitModelAccesses() {
        if (modelAccess != null) {
            modelAccess.writeLock().lock();
            modelAccess.writeLock().unlock();
        }
    }

    /**
     * The memory behind a range of addresses, as the memory it is.
     *
     * @param address the first address
     * @param length bytes
     * @return the memory; not revocable, so never handed to anybody outside
     */
    public MemorySegment slice(long address, long length) {
        return memory.asSlice(address + bias, length);
    }

    long offset(long address) {
        return address + bias;
    }

    /** One load of exactly this width, by kind, or volatile if asked for. */
    long load(long address, int width, boolean asVolatile) {
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
    void store(long address, int width, long value, boolean asVolatile) {
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
    long update(long address, int width, Update update, long expected, long operand) {
        long at = address + bias;
        if (update == Update.ADD_REVERSED) {
            return addReversed(at, width, operand);
        }
        if (width == 4) {
            return update == Update.ADD ? (int) INT.getAndAdd(memory, at, (int) operand)
                    : (int) INT.compareAndExchange(memory, at, (int) expected, (int) operand);
        }
        return update == Update.ADD ? (long) LONG.getAndAdd(memory, at, operand)
                : (long) LONG.compareAndExchange(memory, at, expected, operand);
    }

    private long addReversed(long at, int width, long operand) {
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
