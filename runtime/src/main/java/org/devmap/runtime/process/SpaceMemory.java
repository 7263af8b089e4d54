package org.devmap.runtime.process;

import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.translation.OrdinaryAccess;

/** A whole address space as memory: offsets are user addresses. */
final class SpaceMemory extends UserMemory implements OrdinaryAccess {

    SpaceMemory(Process process) {
        super(process, 0, Long.MAX_VALUE);
    }

    @Override
    Origin origin() {
        return null;
    }
}
