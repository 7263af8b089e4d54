package org.devmap.runtime.swap;

import java.lang.foreign.MemorySegment;
import org.devmap.DdiException;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.translation.Residence;

/**
 * Carries memory chunk by chunk to another place while it is used. Chunks go in stretches: those of a stretch leave
 * together, the accesses under way are waited for once, all are copied, and they arrive together. Used once, while the
 * residence is divided.
 *
 * <p>A stretch is one chunk as long as nobody has to be waited for. Where threads lose their processor in the middle of
 * an access, because there are more of them than processors, waiting takes longer than copying; then as many chunks go
 * together as it takes until copying has taken as long, but for a millisecond at a time. So a migration takes about twice
 * as long as the copy plus the waits it cannot avoid, and no access waits more than that millisecond for chunks that it
 * does not want.
 */
final class Carriage {

    /** A stretch is not copied for longer, however long others were waited for. */
    private static final long MOST_COPY_NANOS = 1_000_000;

    /** What is done on the way. */
    interface Steps {

        /** Nothing of the stretch has left yet. */
        void beforeLeaving() throws DdiException;

        /** Nobody uses the chunk. */
        void copy(int chunk) throws DdiException;
    }

    private final HostedMemory memory;
    private final MemorySegment from;
    private final MemorySegment to;
    private final Times times;
    private int arrived;
    /** How much longer than copying the waiting has taken up to now. */
    private long debtNanos;
    /** May be more than any memory has, where nothing is copied. */
    private long together = 1;

    Carriage(HostedMemory memory, MemorySegment from, MemorySegment to, Times times) {
        this.memory = memory;
        this.from = from;
        this.to = to;
        this.times = times;
    }

    static int chunks(MemorySegment memory) {
        return Math.toIntExact(Math.ceilDiv(memory.byteSize(), Residence.CHUNK));
    }

    /** How many chunks are at the new place: the first ones. */
    int arrived() {
        return arrived;
    }

    /** Carries the first so many chunks. If that fails, those that have {@linkplain #arrived} stay there. */
    void carry(int chunks, Steps steps) throws DdiException {
        while (arrived < chunks) {
            stretch((int) Math.min(chunks, arrived + together), steps);
        }
    }

    private void stretch(int behind, Steps steps) throws DdiException {
        steps.beforeLeaving();
        int first = arrived;
        long since = times.now();
        memory.residence().leave(first, behind);
        try {
            memory.quiesce();
            long quiet = times.now();
            for (int chunk = first; chunk < behind; chunk++) {
                steps.copy(chunk);
            }
            long copied = times.now() - quiet;
            debtNanos += quiet - since - copied;
            together = Math.max(1, Math.min(debtNanos, MOST_COPY_NANOS) * (behind - first) / Math.max(1, copied));
            arrived = behind;
        } finally {
            memory.residence().settle(first, behind, arrived == behind ? to : from);
            times.paused(since);
        }
    }

    /** Copies a chunk to the same place of another memory. */
    static void copy(int chunk, MemorySegment from, MemorySegment to) {
        long start = chunk * Residence.CHUNK;
        MemorySegment.copy(from, start, to, start, Math.min(Residence.CHUNK, from.byteSize() - start));
    }
}
