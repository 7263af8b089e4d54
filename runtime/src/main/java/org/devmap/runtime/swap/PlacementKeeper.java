package org.devmap.runtime.swap;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.devmap.DdiException;
import org.devmap.backend.DevmapClock;
import org.devmap.embed.SwapPolicy;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapRequest;
import org.devmap.runtime.handle.Diagnostics;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.memory.MemoryProviders;

/**
 * Sees to it that memory is where it should be: what has lost its provider moves to another one, and with
 * {@link SwapPolicy#FOLLOW_RANKING} everything follows the provider of the hour. Works on a thread of its own, so that
 * whoever brings or takes a provider does not wait; what could not move is tried again.
 */
public final class PlacementKeeper {

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MemoryProviders providers;
    private final Swapper swapper;
    private final SwapPolicy policy;
    private final Executor threads;
    private final DevmapClock clock;
    private final Announcements announcements;
    private boolean wanted;
    private boolean patient;
    private boolean running;
    private boolean ended;
    private Optional<DevmapClock.Alarm> retry = Optional.empty();

    /**
     * Idle until a provider comes or goes.
     *
     * @param providers who hosts memory
     * @param swapper moves it
     * @param policy whether it follows the ranking
     * @param threads for the work
     * @param clock when to try again
     * @param diagnostics hears what could not move
     */
    public PlacementKeeper(MemoryProviders providers, Swapper swapper, SwapPolicy policy, Executor threads,
                           DevmapClock clock, Diagnostics diagnostics) {
        this.providers = providers;
        this.swapper = swapper;
        this.policy = policy;
        this.threads = threads;
        this.clock = clock;
        this.announcements = new Announcements(diagnostics, clock);
    }

    /** A provider has come or gone. Returns at once. */
    public void look() {
        look(true);
    }

    /**
     * Only who has just lost a provider waits for locked ranges: waiting again and again would hold up those who want
     * to lock.
     */
    private void look(boolean patiently) {
        synchronized (this) {
            if (ended) {
                return;
            }
            wanted = true;
            patient |= patiently;
            if (running) {
                return;
            }
            running = true;
        }
        try {
            threads.execute(this::work);
        } catch (RejectedExecutionException e) {
            // The system has ended.
            rest(false);
        } catch (RuntimeException | Error e) {
            try {
                announcements.state("memory cannot find its place for want of a thread, it is tried again: " + e);
            } finally {
                rest(true);
            }
        }
    }

    /** Nobody works any more; somebody does later if something is left. */
    private synchronized void rest(boolean left) {
        running = false;
        if (left && !ended) {
            retry.ifPresent(DevmapClock.Alarm::cancel);
            retry = Optional.of(clock.schedule(RETRY_NANOS, () -> look(false)));
        }
    }

    private void work() {
        boolean again = true;
        while (again) {
            Duration patience;
            synchronized (this) {
                wanted = false;
                patience = patient ? SwapRequest.DEFAULT_PATIENCE : Duration.ZERO;
                patient = false;
            }
            boolean left = tried(patience);
            synchronized (this) {
                again = wanted && !ended;
                if (!again) {
                    rest(left);
                }
            }
        }
    }

    /** Whatever fails here is tried again like what could not move: nobody else would start the work anew. */
    private boolean tried(Duration patience) {
        try {
            return tidy(patience);
        } catch (RuntimeException | Error e) {
            announcements.state("finding memory its place failed with " + e + "; it is tried again");
            return true;
        }
    }

    /** Moves what it can; answers whether something is left that may be movable later. */
    private boolean tidy(Duration patience) {
        // Before the look for the best one: what has lost its provider after that look would be moved to where it was.
        List<HostedMemory> orphans = providers.pieces().orphans();
        Optional<String> best = providers.best();
        boolean left = false;
        boolean follow = policy == SwapPolicy.FOLLOW_RANKING && best.isPresent();
        for (HostedMemory piece : follow ? providers.pieces().notHostedBy(best.get()) : orphans) {
            if (best.isEmpty()) {
                announcements.state("no provider is left to take the memory of '" + piece.host()
                        + "'; it stays usable and moves when one comes");
                continue;
            }
            if (piece.host().equals(best.get()) && !orphans.contains(piece)) {
                // The best one has left since: the next look finds another one.
                left = true;
                continue;
            }
            left |= !moves(piece, best.get(), patience);
        }
        return left;
    }

    private boolean moves(HostedMemory piece, String to, Duration patience) {
        String from = piece.host();
        SwapRequest request = SwapRequest.of(from, to).within(patience);
        SwapReport report = swapper.move(request, () -> providers.pieces().only(piece));
        report.moves().forEach(move -> announce(move, from, to));
        return report.isComplete();
    }

    private void announce(SwapReport.Move move, String from, String to) {
        String piece = "%s, memory of '%s', ".formatted(move.what(), from);
        String problem = move.problem().map(DdiException::getMessage).orElse("");
        if (move.outcome() == SwapReport.Outcome.STAYED) {
            announcements.state(piece + "does not move to '" + to + "': " + problem);
        } else if (!problem.isEmpty()) {
            announcements.event(piece + "has moved to '" + to + "': " + problem);
        }
        if (move.outcome() == SwapReport.Outcome.MOVED_EMPTY) {
            announcements.event("the contents of " + move.what() + " were lost with its provider '" + from
                    + "'; it is all zero now");
        }
    }

    /** The system ends: nothing moves by itself any more. */
    public synchronized void end() {
        ended = true;
        retry.ifPresent(DevmapClock.Alarm::cancel);
    }
}
