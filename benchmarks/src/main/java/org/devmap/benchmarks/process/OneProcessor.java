package org.devmap.benchmarks.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Keeps the calling thread, and those it starts meanwhile, on one processor, until it is closed by the same thread.
 * Whether a scheduler puts two threads on one processor or on two is what a hand-over between them mostly costs.
 */
public final class OneProcessor implements Closeable {

    private static final int WORDS = 128;
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_OF = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle GET = function("sched_getaffinity");
    private static final MethodHandle SET = function("sched_setaffinity");

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = arena.allocate(STATE);
    private final MemorySegment before = arena.allocate(JAVA_LONG, WORDS);

    private OneProcessor() {
    }

    /**
     * Chooses the first one that the thread may use.
     *
     * @return to be closed
     */
    public static OneProcessor first() {
        OneProcessor kept = new OneProcessor();
        kept.call("sched_getaffinity", GET, kept.before);
        MemorySegment mask = kept.arena.allocate(JAVA_LONG, WORDS);
        for (long word = 0; word < WORDS; word++) {
            long allowed = kept.before.getAtIndex(JAVA_LONG, word);
            if (allowed != 0) {
                mask.setAtIndex(JAVA_LONG, word, Long.lowestOneBit(allowed));
                break;
            }
        }
        kept.call("sched_setaffinity", SET, mask);
        return kept;
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), ERRNO);
    }

    private void call(String name, MethodHandle function, MemorySegment mask) {
        int result;
        try {
            result = (int) function.invokeExact(state, 0, mask.byteSize(), mask);
        } catch (Throwable e) {
            throw new IllegalStateException(name + " cannot be called", e);
        }
        if (result < 0) {
            throw new IllegalStateException(
                    "%s failed with errno %d: the threads of this row cannot be kept on one processor"
                            .formatted(name, (int) ERRNO_OF.get(state, 0L)));
        }
    }

    @Override
    public void close() {
        call("sched_setaffinity", SET, before);
        arena.close();
    }
}
