package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.devmap.backend.RegisterModel;

/**
 * What is behind a run of addresses: memory, or a register model, such that the byte at address {@code a} is the byte
 * {@code a + bias} of it. Immutable; whether it may be used is said by the {@link Translation} that holds it, and where the
 * memory is now by its {@link Residence}.
 */
public final class FrameRun {

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

    /** Who answers now; null for memory, and while it is on the move. Goes on answering those who found it under {@link #modelAccess}. */
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
}
