package org.devmap.runtime.process;

/** A whole address space as memory: offsets are user addresses. */
final class SpaceMemory extends UserMemory {

    SpaceMemory(Process process) {
        super(process, null, 0, Long.MAX_VALUE);
    }
}
