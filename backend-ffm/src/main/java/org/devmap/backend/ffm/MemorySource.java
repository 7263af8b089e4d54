package org.devmap.backend.ffm;

import java.util.OptionalLong;
import org.devmap.DdiException;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryRequest;

/** Where the memory comes from. Thread-safe. */
sealed interface MemorySource permits LinuxSource, ArenaSource {

    /**
     * Allocates.
     *
     * @param lock whether to lock it down, where that is possible
     * @param onRelease what to do, once, when it has been given back
     * @throws LockRefused if the kernel does not let this process lock that much
     * @throws DdiException ENOMEM or ENOTSUP
     */
    BackendMemory allocate(MemoryRequest request, boolean lock, Runnable onRelease) throws DdiException, LockRefused;

    /** The most that can ever be locked down; empty if nothing limits it. */
    OptionalLong lockedLimit();
}
