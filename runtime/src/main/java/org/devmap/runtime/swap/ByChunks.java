package org.devmap.runtime.swap;

import java.lang.foreign.MemorySegment;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.embed.SwapProbe;
import org.devmap.embed.SwapStep;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.translation.Residence;

/** Migration: one chunk after the other moves, and only who wants that chunk waits. A failure migrates back. */
final class ByChunks implements Way {

    private final SwapProbe probes;

    ByChunks(SwapProbe probes) {
        this.probes = probes;
    }

    @Override
    public void move(Crossing crossing, Times times) throws DdiException {
        HostedMemory memory = crossing.memory();
        int chunks = Math.toIntExact(Math.ceilDiv(crossing.from().byteSize(), Residence.CHUNK));
        memory.residence().divide(crossing.from());
        int moved = 0;
        boolean arrived = false;
        try {
            while (moved < chunks) {
                carry(crossing, moved, moved < chunks / 2 ? SwapStep.COPY : SwapStep.COPY_REST, times);
                moved++;
            }
            memory.settle(crossing.fresh());
            arrived = true;
        } finally {
            if (!arrived) {
                goBack(crossing, moved, times);
            }
        }
    }

    private void carry(Crossing crossing, int chunk, SwapStep copy, Times times) throws DdiException {
        probes.before(SwapStep.LEAVE);
        carry(crossing.memory(), chunk, crossing.from(), crossing.to(), times, () -> {
            probes.before(copy);
            long since = System.nanoTime();
            if (crossing.contents()) {
                copy(chunk, crossing.from(), crossing.to());
            }
            times.copied(since);
            probes.before(SwapStep.PUBLISH);
            crossing.requireDestination();
        });
    }

    private interface Carriage {
        void run() throws DdiException;
    }

    /** The chunk ends up there, or where it was if that fails. */
    private static void carry(HostedMemory memory, int chunk, MemorySegment from, MemorySegment to, Times times,
                              Carriage carriage) throws DdiException {
        long since = System.nanoTime();
        MemorySegment at = from;
        memory.residence().leave(chunk);
        try {
            memory.quiesce();
            carriage.run();
            at = to;
        } finally {
            memory.residence().settle(chunk, at);
            times.paused(since);
        }
    }

    private static void copy(int chunk, MemorySegment from, MemorySegment to) {
        long start = chunk * Residence.CHUNK;
        MemorySegment.copy(from, start, to, start, Math.min(Residence.CHUNK, from.byteSize() - start));
    }

    /** The old memory is as it was except for the chunks that have moved: those are newer on the other side. */
    private static void goBack(Crossing crossing, int moved, Times times) throws DdiException {
        HostedMemory memory = crossing.memory();
        try {
            for (int at = moved - 1; at >= 0; at--) {
                int chunk = at;
                carry(memory, chunk, crossing.to(), crossing.from(), times,
                        () -> copy(chunk, crossing.to(), crossing.from()));
            }
            memory.residence().settle(crossing.from());
        } catch (RuntimeException | Error e) {
            memory.keep(crossing.fresh());
            throw new DdiException(Errno.EIO, "going back failed as well: some chunks stay with "
                    + crossing.fresh().host() + ", nothing is lost, and the memory cannot move any more", e);
        }
    }
}
