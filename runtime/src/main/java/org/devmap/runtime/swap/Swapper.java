package org.devmap.runtime.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.embed.SwapProbe;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapRequest;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.memory.MemoryProviders;
import org.devmap.runtime.trace.Occurrence;
import org.devmap.runtime.trace.Trace;

/** Moves memory between providers, one swap after the other. */
public final class Swapper {

    private final MemoryProviders providers;
    private final SwapProbe probes;
    private final Runnable counted;
    private final Way atOnce;
    private final Way byChunks;
    private final ReentrantLock swapping = new ReentrantLock(true);
    private volatile boolean ended;

    /**
     * Moves memory.
     *
     * @param providers who hosts memory
     * @param probes told before each step
     * @param threads for copying
     * @param cpus how many of them are of use
     * @param counted told of each piece that has moved
     */
    public Swapper(MemoryProviders providers, SwapProbe probes, Executor threads, int cpus, Runnable counted) {
        this.providers = providers;
        this.probes = probes;
        this.counted = counted;
        this.atOnce = new AtOnce(probes, new Copier(threads, cpus));
        this.byChunks = new ByChunks(probes);
    }

    /**
     * Moves what a provider holds.
     *
     * @param request what is to move where
     * @return what came of it
     * @throws DdiException ENOENT for a provider that there is not, EINVAL for a move to where it is
     */
    public SwapReport swap(SwapRequest request) throws DdiException {
        if (request.from().equals(request.to())) {
            throw new DdiException(Errno.EINVAL, "memory of '" + request.from()
                    + "' is there already; name another provider to move to");
        }
        providers.requireProvider(request.to());
        if (providers.pieces().hostedBy(request.from()).isEmpty()) {
            providers.requireProvider(request.from());
        }
        return move(request, () -> providers.pieces().hostedBy(request.from()));
    }

    /** What to move is asked when it is this swap's turn. */
    interface Selection {
        List<HostedMemory> pieces();
    }

    SwapReport move(SwapRequest request, Selection selection) {
        swapping.lock();
        try {
            List<SwapReport.Move> moves = new ArrayList<>();
            for (HostedMemory piece : selection.pieces()) {
                if (ended) {
                    break;
                }
                Way way = request.isByChunks() ? byChunks : atOnce;
                Trace.Span span = Trace.begin(Occurrence.SWAP);
                SwapReport.Move move = new PieceMove(piece, request.to(), way, request.patience().toNanos(), probes)
                        .run(providers);
                Trace.end(span, move.what(), 0, move.bytes());
                boolean stayed = move.outcome() == SwapReport.Outcome.STAYED;
                if (!stayed) {
                    counted.run();
                }
                // What was given back meanwhile need not be anywhere: that it did not move is no failure.
                if (!stayed || !piece.isGone()) {
                    moves.add(move);
                }
            }
            return new SwapReport(request.from(), request.to(), moves);
        } finally {
            swapping.unlock();
        }
    }

    /** The system ends: a piece that is moving gets there, and no other one begins. */
    public void end() {
        ended = true;
        swapping.lock();
        swapping.unlock();
    }
}
