package org.devmap.runtime.swap;

import java.lang.foreign.MemorySegment;
import org.devmap.DdiException;
import org.devmap.embed.SwapProbe;
import org.devmap.embed.SwapStep;
import org.devmap.runtime.memory.HostedMemory;

/** Stop and copy: everybody who wants the memory waits while all of it is copied. */
final class AtOnce implements Way {

    private final SwapProbe probes;
    private final Copier copier;

    AtOnce(SwapProbe probes, Copier copier) {
        this.probes = probes;
        this.copier = copier;
    }

    @Override
    public void move(Crossing crossing, Times times) throws DdiException {
        HostedMemory memory = crossing.memory();
        MemorySegment back = crossing.from();
        probes.before(SwapStep.CLOSE_GATE);
        memory.gate().closeToFaults();
        probes.before(SwapStep.LEAVE);
        long since = times.now();
        boolean arrived = false;
        try {
            memory.residence().leave();
            memory.quiesce();
            copy(crossing, times);
            probes.before(SwapStep.PUBLISH);
            crossing.requireDestination();
            memory.settle(crossing.fresh());
            arrived = true;
        } finally {
            if (!arrived) {
                memory.residence().settle(back);
            }
            times.paused(since);
        }
    }

    private void copy(Crossing crossing, Times times) throws DdiException {
        probes.before(SwapStep.COPY);
        if (crossing.contents()) {
            long since = times.now();
            copier.copy(crossing.from(), crossing.to(), () -> probes.before(SwapStep.COPY_REST));
            times.copied(since);
        }
    }
}
