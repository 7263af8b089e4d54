package org.devmap.runtime.swap;

import java.util.List;
import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.MemoryRequest;
import org.devmap.embed.SwapProbe;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapReport.Outcome;
import org.devmap.embed.SwapStep;
import org.devmap.runtime.memory.Home;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.memory.MemoryProviders;

/** The protocol: one piece of memory moves to a provider, or stays where it is. Used once. */
final class PieceMove {

    private final HostedMemory memory;
    private final String to;
    private final Way way;
    private final long patienceNanos;
    private final SwapProbe probes;
    private final Times times = new Times(System::nanoTime);

    PieceMove(HostedMemory memory, String to, Way way, long patienceNanos, SwapProbe probes) {
        this.memory = memory;
        this.to = to;
        this.way = way;
        this.patienceNanos = patienceNanos;
        this.probes = probes;
    }

    /** Whatever fails is part of the answer, not thrown. */
    SwapReport.Move run(MemoryProviders providers) {
        MemoryRequest request = memory.request().orElseThrow();
        try {
            Home old = memory.home();
            boolean contents = old.hostIsThere().getAsBoolean() || !old.memory().losesContents();
            Optional<DdiException> problem = move(providers, request, old, contents);
            return report(request, contents ? Outcome.MOVED : Outcome.MOVED_EMPTY, problem);
        } catch (Throwable e) {
            return report(request, Outcome.STAYED, Optional.of(asProblem(e)));
        }
    }

    private SwapReport.Move report(MemoryRequest request, Outcome outcome, Optional<DdiException> problem) {
        return new SwapReport.Move(request.purpose(), request.size(), outcome, problem, times.prepare(), times.drain(),
                times.copy(), times.pause());
    }

    /** Whatever a backend, a probe or the copy throws ends the move and nothing else. */
    private static DdiException asProblem(Throwable failure) {
        return failure instanceof DdiException known ? known
                : new DdiException(Errno.EIO, "the move failed with " + failure, failure);
    }

    /** Answers what failed when the memory had moved. */
    private Optional<DdiException> move(MemoryProviders providers, MemoryRequest request, Home old, boolean contents)
            throws DdiException {
        probes.before(SwapStep.CHECK);
        requireMovable();
        probes.before(SwapStep.ALLOCATE);
        long since = times.now();
        Home fresh = providers.homeWith(to, request);
        times.prepared(since);
        boolean moved = false;
        try {
            Optional<DdiException> opening = cross(new Crossing(memory, old, fresh, contents));
            moved = true;
            Optional<DdiException> release = after(SwapStep.RELEASE, old::giveBack);
            return opening.or(() -> release);
        } finally {
            if (!moved && !memory.isSplitWith(fresh)) {
                fresh.giveBack();
            }
        }
    }

    private void requireMovable() throws DdiException {
        if (memory.peerPath().isPresent()) {
            throw new DdiException(Errno.EBUSY, "it is shared with other processes as " + memory.peerPath().get()
                    + "; they would go on using the old memory");
        }
        requireNoHolder(patienceNanos == 0 ? memory.gate().holders() : memory.gate().lastingHolders());
        if (memory.residence().settled().isEmpty()) {
            throw new DdiException(Errno.EBUSY, "a migration could neither be ended nor undone");
        }
    }

    private static void requireNoHolder(List<String> holders) throws DdiException {
        if (!holders.isEmpty()) {
            throw new DdiException(Errno.EBUSY, "it is held by " + String.join("; ", holders));
        }
    }

    private Optional<DdiException> cross(Crossing crossing) throws DdiException {
        if (crossing.from().byteSize() > crossing.fresh().memory().segment().byteSize()) {
            throw new DdiException(Errno.ENOMEM, "provider " + to + " answered with less memory than it was asked for");
        }
        if (!memory.beginMove(to)) {
            throw new DdiException(Errno.EFAULT, "the memory was freed meanwhile");
        }
        boolean moved = false;
        try {
            drain();
            way.move(crossing, times);
            moved = true;
        } finally {
            if (!moved) {
                memory.gate().open();
                memory.endMove();
            }
        }
        try {
            return after(SwapStep.OPEN_GATE, () -> { });
        } finally {
            memory.gate().open();
            memory.endMove();
        }
    }

    private void drain() throws DdiException {
        probes.before(SwapStep.DRAIN);
        long since = times.now();
        memory.gate().closeToHolds();
        boolean free = memory.gate().awaitNoHolds(patienceNanos);
        times.drained(since);
        if (!free) {
            requireNoHolder(memory.gate().holders());
        }
        if (memory.isGone()) {
            throw new DdiException(Errno.EFAULT, "the memory was freed meanwhile");
        }
    }

    /** The move stands: what fails now is told and changes nothing. */
    private Optional<DdiException> after(SwapStep step, Runnable action) {
        Optional<DdiException> problem = Optional.empty();
        try {
            probes.before(step);
        } catch (Throwable e) {
            problem = Optional.of(asProblem(e));
        }
        try {
            action.run();
        } catch (Throwable e) {
            problem = Optional.of(asProblem(e));
        }
        return problem;
    }
}
