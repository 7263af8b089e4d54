package org.devmap.runtime.process;

import org.devmap.runtime.handle.Origin;

/** A whole address space as memory: offsets are user addresses. */
final class SpaceMemory extends UserMemory {

    SpaceMemory(Process process) {
        super(process, 0, Long.MAX_VALUE);
    }

    @Override
    Origin origin() {
        return null;
    }
}
