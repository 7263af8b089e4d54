package org.devmap.runtime.swap;

import java.lang.foreign.MemorySegment;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.runtime.memory.Home;
import org.devmap.runtime.memory.HostedMemory;

/**
 * One piece of memory with the place it is at and the one it is to be at.
 *
 * @param memory the piece
 * @param old where it is
 * @param fresh where it is to be
 * @param contents whether there are contents to be copied
 */
record Crossing(HostedMemory memory, Home old, Home fresh, boolean contents) {

    MemorySegment from() {
        return memory.whole(old);
    }

    MemorySegment to() {
        return memory.whole(fresh);
    }

    /** Nobody wants to arrive where everybody has left. */
    void requireDestination() throws DdiException {
        if (!fresh.hostIsThere().getAsBoolean()) {
            throw new DdiException(Errno.ENXIO, "provider " + fresh.host() + " has left meanwhile");
        }
    }
}
