package org.devmap.runtime.memory;

import java.util.Collection;
import java.util.List;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;

/**
 * Something that has page frames: what a handle is backed by. It knows the translations that show it, so that all of them can be
 * revoked when it goes. Thread-safe.
 */
public interface FrameSource {

    /**
     * The size.
     *
     * @return bytes, a page multiple
     */
    long size();

    /**
     * Whether its pages lie one after the other, so that one run covers a range.
     *
     * @return false if every page needs a run of its own
     */
    boolean isContiguous();

    /**
     * Frames such that an address shows a byte of this.
     *
     * @param offset byte in this source, page aligned
     * @param address the address that shows it, page aligned
     * @param kind how memory is accessed; models decide for themselves
     * @return the run; for a source that is not contiguous, good for that page only, or null if there is no such page
     */
    FrameRun frames(long offset, long address, AccessKind kind);

    /**
     * Whether accesses may take as long as foreign code likes, because a register model answers for some of it, or may
     * do so when it has settled. Else each of them is short.
     *
     * @return true if that is so now
     */
    default boolean isModelled() {
        return false;
    }

    /**
     * Whether the memory went away: nothing may be loaded from it any more.
     *
     * @return true from the moment before its translations are revoked
     */
    boolean isGone();

    /**
     * The memory behind it that can move.
     *
     * @return usually one piece or none
     */
    default Collection<HostedMemory> hosted() {
        return List.of();
    }

    /**
     * The entry of a fault: waits while the memory moves. The caller holds no lock.
     *
     * @throws InterruptedException if a signal came first; the interrupt flag is cleared, as everywhere in Java
     */
    default void awaitGate() throws InterruptedException {
        // What never moves has no gate.
    }

    /**
     * A table is about to show this.
     *
     * @param table the table
     */
    void shownBy(Hat table);

    /**
     * A table does not show this any more.
     *
     * @param table the table
     */
    void forget(Hat table);
}
