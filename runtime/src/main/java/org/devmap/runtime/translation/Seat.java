package org.devmap.runtime.translation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Arrays;

/**
 * Where a thread says which translation it is accessing: its mark, 0 between accesses. A platform thread finds its seat
 * by its number, which no other thread ever has; a seat knows its thread weakly, and is taken away once that has ended.
 * Seats are found in a table and not through a thread-local: a compiled loop finds the seat once, and a thread that
 * outlives this bundle keeps nothing of it alive.
 */
final class Seat {

    private static final VarHandle MARK;

    static {
        try {
            MARK = MethodHandles.lookup().findVarHandle(Seat.class, "mark", long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int PLACES = 1024;
    /** A thread whose places are all taken by others that live is served like a virtual one. */
    private static final int TRIES = 8;
    /** By thread number; the first place is the one that accesses look at. Changed under the lock of this class. */
    private static final Seat[] TABLE = new Seat[PLACES];
    private static volatile Seat[] taken = {};

    static {
        Arrays.fill(TABLE, shared());
    }

    /** Whose it is; 0 if it is nobody's. */
    private final long threadId;
    private final WeakReference<Thread> thread;

    // Keeps the mark away from other threads' cache lines.
    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;
    /** Plain inside the direct tier: see the package description. */
    long mark;
    private long sequence;
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    private Seat(long threadId, WeakReference<Thread> thread) {
        this.threadId = threadId;
        this.thread = thread;
    }

    /** A seat of no thread, to be claimed for one access. */
    static Seat shared() {
        return new Seat(0, new WeakReference<>(null));
    }

    /** The calling thread's seat, or somebody else's: where it is looked for first. */
    static Seat here() {
        return TABLE[(int) Thread.currentThread().threadId() & PLACES - 1];
    }

    /**
     * The calling thread's seat, wherever it is, taken now if need be; null for a virtual thread or if there is no
     * place left.
     */
    static Seat find() {
        Thread caller = Thread.currentThread();
        if (caller.isVirtual()) {
            return null;
        }
        for (int i = 0; i < TRIES; i++) {
            Seat seat = TABLE[place(caller.threadId(), i)];
            if (seat.threadId == caller.threadId()) {
                return seat;
            }
        }
        return take(caller);
    }

    /** The seats that threads have taken: whoever takes one later sees what the caller has done before. */
    static Seat[] taken() {
        return taken;
    }

    boolean isShared() {
        return threadId == 0;
    }

    boolean isMine() {
        return threadId == Thread.currentThread().threadId();
    }

    /**
     * Marks an access, in total order with every volatile access. The upper bits say of what; the lower ones differ
     * each time.
     */
    void mark(long id) {
        MARK.setVolatile(this, Guard.mark(id, ++sequence));
    }

    /** The same for a shared seat, if nobody else has claimed it. */
    boolean claim(long id) {
        long next = sequence + 1;
        if ((long) MARK.getVolatile(this) != 0 || !MARK.compareAndSet(this, 0L, Guard.mark(id, next))) {
            return false;
        }
        sequence = next;
        return true;
    }

    void unmark() {
        MARK.setRelease(this, 0L);
    }

    long marked() {
        return (long) MARK.getVolatile(this);
    }

    private static int place(long id, int attempt) {
        return (int) id + attempt & PLACES - 1;
    }

    private static synchronized Seat take(Thread caller) {
        Seat[] living = Arrays.stream(taken).filter(Seat::isInUse).toArray(Seat[]::new);
        for (int i = 0; i < TRIES; i++) {
            int place = place(caller.threadId(), i);
            if (!TABLE[place].isInUse()) {
                Seat seat = new Seat(caller.threadId(), new WeakReference<>(caller));
                Seat[] all = Arrays.copyOf(living, living.length + 1);
                all[living.length] = seat;
                taken = all;
                TABLE[place] = seat;
                return seat;
            }
        }
        return null;
    }

    private boolean isInUse() {
        Thread owner = thread.get();
        return owner != null && owner.isAlive();
    }
}
