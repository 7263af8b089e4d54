package org.devmap.embed;

/**
 * The steps by which a piece of memory moves to another provider, in their order. Up to and including {@link #PUBLISH}
 * a failure leaves the memory where it was, with its contents; from then on the move stands.
 *
 * <p>A move at once takes each step once. A migration leaves out {@link #CLOSE_GATE}, and takes COPY or COPY_REST, and
 * PUBLISH for each chunk, and LEAVE for each run of chunks that move together.
 */
public enum SwapStep {
    /** What forbids the move is looked for: DMA, peers. */
    CHECK,
    /** The new memory is allocated and populated. */
    ALLOCATE,
    /** New locked ranges wait from now on, and those there are are waited for. */
    DRAIN,
    /** New faults wait from now on. */
    CLOSE_GATE,
    /** The bytes are declared on the move, and accesses under way are waited for: the pause begins. */
    LEAVE,
    /** The contents are copied. */
    COPY,
    /** Half of the contents have been copied. */
    COPY_REST,
    /** The bytes are declared to be at their new place: the pause ends. */
    PUBLISH,
    /** Whoever waited to lock or to fault goes on. */
    OPEN_GATE,
    /** The old memory is given back. */
    RELEASE
}
