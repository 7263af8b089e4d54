package org.devmap.backend.ffm;

import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryRequest;

/**
 * Memory of Linux: private mappings, or sealed memory files for what other processes may map and for huge pages.
 *
 * <p>Thread-safe without a lock of its own: allocations share nothing but the kernel, {@link PhysicalMemory} and a count.
 */
final class LinuxSource implements MemorySource {

    /** A guard, the memory, a guard. */
    private static final int MAPPINGS_EACH = 3;
    private static final long USUAL_MAPPING_LIMIT = 65530;

    private final LinuxMemory linux;
    private final KernelFigures kernel;
    private final PhysicalMemory physical;
    private final SaidOnce said;
    private final long mappingLimit;
    /** As many as need half of the mappings a process may have: a JVM that runs out of them dies. */
    private final Semaphore places;

    LinuxSource(LinuxMemory linux, KernelFigures kernel, SaidOnce said) {
        this.linux = linux;
        this.kernel = kernel;
        this.physical = new PhysicalMemory(kernel);
        this.said = said;
        this.mappingLimit = kernel.mappingLimit().orElse(USUAL_MAPPING_LIMIT);
        this.places = new Semaphore((int) Math.min(Integer.MAX_VALUE, mappingLimit / 2 / MAPPINGS_EACH));
    }

    PeekPoke peekPoke() {
        return new PeekPoke(linux);
    }

    @Override
    public OptionalLong lockedLimit() {
        return kernel.lockedLimit();
    }

    @Override
    public BackendMemory allocate(MemoryRequest request, boolean lock, Runnable onRelease) throws DdiException, LockRefused {
        if (!places.tryAcquire()) {
            throw new DdiException(Errno.ENOMEM, ("%s: half of the %d mappings that a process may have are in use by memory of"
                    + " this backend, the rest is left to the JVM; raise sysctl vm.max_map_count")
                    .formatted(request.purpose(), mappingLimit));
        }
        try {
            MappedMemory memory = new MappedMemory(take(request, lock), kernel, () -> {
                places.release();
                onRelease.run();
            });
            said.debug(() -> "%d bytes for %s at NUMA node %s".formatted(request.size(), request.purpose(), memory.numaNode()));
            return memory;
        } catch (DdiException | LockRefused | RuntimeException | Error failure) {
            places.release();
            throw failure;
        }
    }

    /** Huge pages come from a pool of their own, ordinary ones from what the machine has left. */
    private LinuxAllocation take(MemoryRequest request, boolean lock) throws DdiException, LockRefused {
        boolean shared = request.sharedName().isPresent();
        if (request.hugePages() && mayBeHuge(request)) {
            try {
                return held(request, lock, shared ? a -> a.takeShared(true) : LinuxAllocation::takePrivateHuge);
            } catch (SystemCallFailure failure) {
                said.warn("huge " + failure.errno(), "devmap ffm: ordinary pages instead of pages of 2 MiB: "
                        + failure.getMessage() + "; free: " + kernel.hugePagesFree() + "; raise sysctl vm.nr_hugepages");
            }
        }
        try (PhysicalMemory.Claim _ = physical.claim(request.size(), request.purpose())) {
            return held(request, lock, shared ? a -> a.takeShared(false) : LinuxAllocation::takePrivate);
        } catch (SystemCallFailure failure) {
            throw new DdiException(errno(failure), "%d bytes for %s: %s"
                    .formatted(request.size(), request.purpose(), failure.getMessage()), failure);
        }
    }

    /** A peer that may write could also punch a hole, and a hole in huge pages is filled from their pool or not at all. */
    private boolean mayBeHuge(MemoryRequest request) {
        if (request.sharedName().isEmpty() || request.peersReadOnly()) {
            return true;
        }
        said.warn("huge writable", "devmap ffm: ordinary pages instead of pages of 2 MiB for memory that other processes may"
                + " write, " + request.purpose() + ": by punching a hole they could raise SIGBUS here; share it read-only");
        return false;
    }

    private LinuxAllocation held(MemoryRequest request, boolean lock, Taking taking) throws SystemCallFailure, LockRefused {
        LinuxAllocation allocation = new LinuxAllocation(linux, said, request, lock);
        try {
            taking.take(allocation);
            return allocation;
        } catch (SystemCallFailure | LockRefused | RuntimeException | Error failure) {
            allocation.giveBack();
            throw failure;
        }
    }

    /** What the kernel does not know, or a sandbox forbids, cannot be fulfilled; anything else is a shortage. */
    private static Errno errno(SystemCallFailure failure) {
        return switch (failure.errno()) {
            case LinuxErrno.ENOSYS, LinuxErrno.EPERM, LinuxErrno.EACCES, LinuxErrno.EINVAL -> Errno.ENOTSUP;
            default -> Errno.ENOMEM;
        };
    }

    /** The steps of one kind of allocation. */
    private interface Taking {

        void take(LinuxAllocation allocation) throws SystemCallFailure, LockRefused;
    }
}
