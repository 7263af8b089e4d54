package org.devmap.backend.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryRequest;

/**
 * Tries the calls once before anybody relies on them: that errno arrives, that memory is zero and can be written, that the
 * guards are guards, that seals stick. Constants and types that were not those of this machine would show here. It also
 * loads every class that a release needs, so that memory can be released after the bundle is gone.
 */
final class SelfCheck {

    private SelfCheck() {
    }

    /**
     * Runs it.
     *
     * @return what is not as it must be, for people; empty if all is well
     */
    static Optional<String> complaint(LinuxMemory linux, LinuxSource source, KernelFigures kernel) {
        try {
            require(kernel.available().isPresent(), "/proc/meminfo does not tell what memory is left, and without that a"
                    + " shortage would not be an error but the end of some process");
            checkErrno(linux);
            checkPrivate(linux, source);
            checkSeals(linux);
            loadWhatSharedMemoryNeeds(source);
            return Optional.empty();
        } catch (SystemCallFailure | DdiException | LockRefused | IllegalStateException failure) {
            return Optional.of(failure.getMessage());
        }
    }

    /** Address 1 is no page boundary, whatever the page size. */
    private static void checkErrno(LinuxMemory linux) {
        try {
            linux.unmap(1, linux.pageSize());
        } catch (SystemCallFailure failure) {
            require(failure.errno() == LinuxErrno.EINVAL, "munmap at 1 is not EINVAL but: " + failure.getMessage());
            return;
        }
        require(false, "munmap at 1 succeeded");
    }

    private static void checkPrivate(LinuxMemory linux, LinuxSource source) throws DdiException, LockRefused {
        BackendMemory memory = source.allocate(MemoryRequest.of(4096, "self check"), false, () -> { });
        try {
            MemorySegment segment = memory.segment();
            require(segment.get(ValueLayout.JAVA_LONG, 0) == 0, "fresh memory is not zero");
            segment.set(ValueLayout.JAVA_LONG, 0, 42);
            require(segment.get(ValueLayout.JAVA_LONG, 0) == 42, "memory does not keep what is written");
            require(isGuard(linux, segment.address() - 8), "the page before the memory can be read");
            require(isGuard(linux, (segment.address() & -linux.pageSize()) + linux.pageSize()),
                    "the page behind the memory can be read");
        } finally {
            memory.release();
        }
    }

    /** A sandbox that forbids reading one's own memory that way says nothing about the guard. */
    private static boolean isGuard(LinuxMemory linux, long address) {
        try (Arena arena = Arena.ofConfined()) {
            linux.read(address, arena.allocate(8));
            return false;
        } catch (SystemCallFailure failure) {
            return true;
        }
    }

    /** A system without memory files can do all but share. */
    private static void checkSeals(LinuxMemory linux) throws SystemCallFailure {
        MemoryFile file;
        try {
            file = MemoryFile.create(linux, "devmap:self check", linux.pageSize(), false);
        } catch (SystemCallFailure unavailable) {
            return;
        }
        try {
            file.seal(linux, false);
            int wanted = LinuxMemory.F_SEAL_SEAL | LinuxMemory.F_SEAL_SHRINK | LinuxMemory.F_SEAL_GROW;
            require((linux.seals(file.descriptor()) & wanted) == wanted, "a memory file does not keep its seals");
        } finally {
            file.close(linux);
        }
    }

    /** Only the classes count: whether memory can be shared is found out by who asks for it. */
    private static void loadWhatSharedMemoryNeeds(LinuxSource source) throws LockRefused {
        MemoryRequest named = MemoryRequest.of(4096, "self check").shared("self check");
        try {
            source.allocate(named, false, () -> { }).release();
        } catch (DdiException unavailable) {
            System.getLogger(SaidOnce.LOGGER).log(System.Logger.Level.DEBUG, "memory cannot be shared here", unavailable);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
