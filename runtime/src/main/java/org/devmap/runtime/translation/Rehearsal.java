package org.devmap.runtime.translation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Plain accesses made for nothing. The JDK makes them with methods that compilers call instead of inlining them if
 * their profile does not hold much, and it does not where what came first was registers: then each access of a loop is
 * a call, for as long as the machine runs (3 ns instead of 0.4). Once, before the first window onto ordinary memory,
 * some milliseconds of this make a profile.
 */
final class Rehearsal {

    /** A profile counts from 1,000 calls on; the first few hundred are made before there is one. */
    private static final int TIMES = 2_000;

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private Rehearsal() {
    }

    /** Nobody waits for it who comes while it is under way: a virtual thread would keep its carrier. */
    static void once() {
        if (BEGUN.compareAndSet(false, true)) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment own = arena.allocate(Long.BYTES, Long.BYTES);
                MemorySegment memory = RawViews.unbounded(own.address(), Long.BYTES);
                for (int i = 0; i < TIMES; i++) {
                    play(memory);
                }
            }
        }
    }

    private static void play(MemorySegment memory) {
        memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, 0));
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, 0, memory.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, memory.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
    }
}
