package org.devmap.runtime.swap;

import org.devmap.DdiException;

/** How the contents of a piece get to their new place. */
sealed interface Way permits AtOnce, ByChunks {

    /**
     * Moves the contents. When it returns they are at the new place, and when it throws they are at the old one, or, if
     * even going back has failed, in both and nowhere lost.
     *
     * @param crossing from where to where; nobody holds the memory
     * @param times is told how long it took, also of what fails
     * @throws DdiException why the contents have not moved
     */
    void move(Crossing crossing, Times times) throws DdiException;
}
