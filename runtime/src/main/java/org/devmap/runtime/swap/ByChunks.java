package org.devmap.runtime.swap;

import java.lang.foreign.MemorySegment;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.embed.SwapProbe;
import org.devmap.embed.SwapStep;
import org.devmap.runtime.memory.HostedMemory;

/** Migration: some chunks after the others move, and only who wants those waits. A failure migrates back. */
final class ByChunks implements Way {

    private final SwapProbe probes;

    ByChunks(SwapProbe probes) {
        this.probes = probes;
    }

    @Override
    public void move(Crossing crossing, Times times) throws DdiException {
        HostedMemory memory = crossing.memory();
        MemorySegment here = crossing.from();
        MemorySegment there = crossing.to();
        Carriage carriage = new Carriage(memory, here, there, times);
        memory.residence().divide(here);
        boolean arrived = false;
        try {
            int chunks = Carriage.chunks(here);
            carriage.carry(chunks, new Forth(probes, crossing, chunks / 2, times));
            memory.settle(crossing.fresh());
            arrived = true;
        } finally {
            if (!arrived) {
                goBack(crossing, there, here, carriage.arrived(), times);
            }
        }
    }

    /** Both sides are asked for their memory again and again: whoever dies on the way is noticed. */
    private record Forth(SwapProbe probes, Crossing crossing, int half, Times times) implements Carriage.Steps {

        @Override
        public void beforeLeaving() throws DdiException {
            probes.before(SwapStep.LEAVE);
        }

        @Override
        public void copy(int chunk) throws DdiException {
            probes.before(chunk < half ? SwapStep.COPY : SwapStep.COPY_REST);
            long since = times.now();
            if (crossing.contents()) {
                Carriage.copy(chunk, crossing.from(), crossing.to());
            }
            times.copied(since);
            probes.before(SwapStep.PUBLISH);
            crossing.requireDestination();
        }
    }

    /** No probe is told any more: there is no other way. */
    private record Back(Crossing crossing) implements Carriage.Steps {

        @Override
        public void beforeLeaving() {
            // As above.
        }

        @Override
        public void copy(int chunk) {
            Carriage.copy(chunk, crossing.to(), crossing.from());
        }
    }

    /** The old memory is as it was except for the chunks that have moved: those are newer on the other side. */
    private static void goBack(Crossing crossing, MemorySegment there, MemorySegment here, int moved, Times times)
            throws DdiException {
        HostedMemory memory = crossing.memory();
        try {
            new Carriage(memory, there, here, times).carry(moved, new Back(crossing));
            memory.residence().settle(here);
        } catch (RuntimeException | Error e) {
            memory.keep(crossing.fresh());
            throw new DdiException(Errno.EIO, "going back failed as well: some chunks stay with "
                    + crossing.fresh().host() + ", nothing is lost, and the memory cannot move any more", e);
        }
    }
}
