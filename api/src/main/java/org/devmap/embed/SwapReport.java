package org.devmap.embed;

import java.util.List;
import java.util.Optional;
import org.devmap.DdiException;

/**
 * What came of a swap.
 *
 * @param from whose memory was to move
 * @param to where
 * @param moves each piece of memory, in the order of the attempts; without those that were given back meanwhile
 */
public record SwapReport(String from, String to, List<Move> moves) {

    /** What came of one piece of memory. */
    public enum Outcome {
        /** It is at its new provider, with its contents. */
        MOVED,
        /** It is at its new provider; its contents were lost when the old one left, and it is all zero. */
        MOVED_EMPTY,
        /** It is where it was, with its contents. */
        STAYED
    }

    /**
     * One piece of memory. What was not reached took 0.
     *
     * @param what what it is for
     * @param bytes its size
     * @param outcome what came of it
     * @param problem why it stayed, or what failed after it had moved
     * @param prepareNanos how long it took to allocate the new memory, with everybody running
     * @param drainNanos how long locked ranges were waited for
     * @param copyNanos how long the contents were being copied
     * @param pauseNanos how long an access could have to wait: for all of it, or for the chunks that moved together
     */
    public record Move(String what, long bytes, Outcome outcome, Optional<DdiException> problem, long prepareNanos,
                       long drainNanos, long copyNanos, long pauseNanos) {
    }

    /** Copies the list. */
    public SwapReport {
        moves = List.copyOf(moves);
    }

    /**
     * Whether everything has moved.
     *
     * @return false if some piece stayed
     */
    public boolean isComplete() {
        return moves.stream().noneMatch(move -> move.outcome() == Outcome.STAYED);
    }

    /**
     * Requires that everything has moved.
     *
     * @return this
     * @throws DdiException why the first piece that stayed did so: EBUSY naming who keeps it, ENOMEM, ...
     */
    public SwapReport orThrow() throws DdiException {
        for (Move move : moves) {
            if (move.outcome() == Outcome.STAYED) {
                DdiException problem = move.problem().orElseThrow();
                throw new DdiException(problem.errno(), move.what() + " stays with " + from, problem);
            }
        }
        return this;
    }
}
