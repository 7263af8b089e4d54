package org.devmap.runtime.translation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.devmap.Pages;

/**
 * The windows of one translation: they end together. Used under the translation's lock; see the package description for
 * the argument.
 */
final class Windows {

    /** Nanoseconds that an access through a window spares in a compiled loop, about. */
    private static final long SPARED = 6;
    private static final long LONGEST = 250_000;
    private static final long SHORTEST = 5_000;
    /**
     * Nanoseconds that closing windows takes: measured each time, because it depends on the machine and on how busy
     * that is.
     */
    private static volatile long price = 50_000;

    private final long id = Guard.newId();
    /** Weak: who drops a view of a memory need not say so. */
    private final List<WeakReference<Window>> windows = new ArrayList<>();

    /**
     * Opens a window for a memory, in place of the one it has: onto the valid pages around an address that have the
     * same permissions and frames, if their memory is at rest.
     */
    void open(Translation table, DirectMemory memory, long address) {
        int permissions = table.permissions(address);
        FrameRun frames = table.permitted(address, Hat.READ);
        // Whoever moves memory says so first and quiesces the table then, under its lock: a window is before that, or
        // is not opened.
        Optional<MemorySegment> settled = frames == null ? Optional.empty() : frames.residence().settled();
        if (settled.isEmpty()) {
            return;
        }
        long first = address & -Pages.SIZE;
        while (first > table.start() && first > memory.start()
                && isSame(table, first - Pages.SIZE, permissions, frames)) {
            first -= Pages.SIZE;
        }
        long behind = (address & -Pages.SIZE) + Pages.SIZE;
        while (table.contains(behind) && behind - memory.start() < memory.bytes()
                && isSame(table, behind, permissions, frames)) {
            behind += Pages.SIZE;
        }
        long from = Math.max(first - memory.start(), 0);
        long to = Math.min(behind - memory.start(), memory.bytes());
        if (to - from >= Long.BYTES) {
            long origin = settled.get().address() + frames.offset(memory.start());
            boolean writable = (permissions & Hat.WRITE) != 0;
            Window window = new Window(memory, from, to - from, origin, frames.kind(), writable, Guard.mark(id, 0),
                    Seat.find());
            windows.removeIf(other -> other.get() == null);
            windows.add(new WeakReference<>(window));
            memory.publish(window);
        }
    }

    private static boolean isSame(Translation table, long address, int permissions, FrameRun frames) {
        return table.permissions(address) == permissions && table.permitted(address, Hat.READ) == frames;
    }

    /**
     * For whoever has no window: how many guarded accesses cost about as much more than direct ones as closing a window
     * does. It is a little less each time: nobody would measure again a price that nobody pays, and the last one may
     * have been an exception, as the first ones of a machine are.
     */
    static long patience() {
        long now = price;
        price = Math.max(SHORTEST, now - now / 1024);
        return now / SPARED;
    }

    /** How long a window must be open to pay, about, in nanoseconds. */
    static long worth() {
        return price / SPARED;
    }

    /** Returns when nobody accesses anything through these windows any more. */
    void close() {
        if (windows.isEmpty()) {
            return;
        }
        for (WeakReference<Window> reference : windows) {
            Window window = reference.get();
            if (window != null) {
                window.owner().withdraw(window);
            }
        }
        long before = System.nanoTime();
        meetAllThreads();
        // The bound is for a thread that was preempted here: it says nothing about the next time.
        price = (3 * price + Math.min(System.nanoTime() - before, LONGEST)) / 4;
        if (Guard.awaitQuiescence(id)) {
            // Somebody was stopped inside a mark and has cleared it since, perhaps before the access itself: now it has
            // landed.
            meetAllThreads();
        }
    }

    /**
     * A handshake with every thread: it is the closing of a shared arena that nobody uses. Not one whose segments are
     * accessed: a thread that is stopped inside such an access gets an exception and is interrupted.
     */
    private static void meetAllThreads() {
        Arena.ofShared().close();
    }
}
