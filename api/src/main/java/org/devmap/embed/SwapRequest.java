package org.devmap.embed;

import java.time.Duration;
import java.util.Objects;

/**
 * What is to move where, and how. Immutable. A class and not a record, so that a further wish is no break.
 */
public final class SwapRequest {

    /** How long locked ranges are waited for unless said otherwise. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(2);

    private final String from;
    private final String to;
    private final boolean chunks;
    private final Duration patience;

    private SwapRequest(String from, String to, boolean chunks, Duration patience) {
        this.from = Objects.requireNonNull(from, "from");
        this.to = Objects.requireNonNull(to, "to");
        this.chunks = chunks;
        this.patience = Objects.requireNonNull(patience, "patience");
    }

    /**
     * Moves everything that a provider holds, each piece at once: applications wait while its contents are copied.
     *
     * @param from name of the provider; it may have left
     * @param to name of the provider to move to
     * @return the request
     */
    public static SwapRequest of(String from, String to) {
        return new SwapRequest(from, to, false, DEFAULT_PATIENCE);
    }

    /**
     * The same by chunks: applications wait only for the chunk that they want while it moves, but memory is slower
     * meanwhile.
     *
     * @return a changed copy
     */
    public SwapRequest byChunks() {
        return new SwapRequest(from, to, true, patience);
    }

    /**
     * The same with another bound for locked ranges to end.
     *
     * @param newPatience not negative
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public SwapRequest within(Duration newPatience) {
        if (newPatience.isNegative()) {
            throw new IllegalArgumentException("patience " + newPatience + " must not be negative");
        }
        return new SwapRequest(from, to, chunks, newPatience);
    }

    /**
     * Whose memory moves.
     *
     * @return a provider's name
     */
    public String from() {
        return from;
    }

    /**
     * Where it moves.
     *
     * @return a provider's name
     */
    public String to() {
        return to;
    }

    /**
     * Whether it moves chunk by chunk.
     *
     * @return false if each piece moves at once
     */
    public boolean isByChunks() {
        return chunks;
    }

    /**
     * How long locked ranges are waited for.
     *
     * @return the bound, for each piece
     */
    public Duration patience() {
        return patience;
    }

    @Override
    public String toString() {
        return "swap " + from + " -> " + to + (chunks ? " by chunks" : "");
    }
}
