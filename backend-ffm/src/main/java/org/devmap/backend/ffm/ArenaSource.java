package org.devmap.backend.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryRequest;

/** Memory of plain arenas, for where Linux cannot be called: zero-filled native memory, and nothing else. */
final class ArenaSource implements MemorySource {

    private final PhysicalMemory physical;
    private final SaidOnce said;
    private final String why;
    /** Arenas that somebody was still reading from or writing to when their memory was released. */
    private final Queue<Arena> inUse = new ConcurrentLinkedQueue<>();

    ArenaSource(KernelFigures kernel, SaidOnce said, String why) {
        this.physical = new PhysicalMemory(kernel);
        this.said = said;
        this.why = why;
    }

    @Override
    public BackendMemory allocate(MemoryRequest request, boolean lock, Runnable onRelease) throws DdiException {
        if (request.sharedName().isPresent()) {
            throw new DdiException(Errno.ENOTSUP, "%s: memory named '%s' for other processes needs memory files, but %s"
                    .formatted(request.purpose(), request.sharedName().get(), why));
        }
        if (request.hugePages()) {
            said.warn("huge arena", "devmap ffm: ordinary pages instead of pages of 2 MiB: " + why);
        }
        closeWhatWasInUse();
        Arena arena = Arena.ofShared();
        try (PhysicalMemory.Claim _ = physical.claim(request.size(), request.purpose())) {
            return new ArenaMemory(arena, arena.allocate(request.size(), 4096), onRelease);
        } catch (DdiException shortage) {
            arena.close();
            throw shortage;
        } catch (OutOfMemoryError shortage) {
            arena.close();
            throw new DdiException(Errno.ENOMEM, request.size() + " bytes for " + request.purpose(), shortage);
        }
    }

    /** Nothing is locked, so nothing limits it. */
    @Override
    public OptionalLong lockedLimit() {
        return OptionalLong.empty();
    }

    private void closeOrKeep(Arena arena) {
        try {
            arena.close();
        } catch (IllegalStateException acquired) {
            inUse.add(arena);
        }
    }

    /** Each arena is taken out before it is tried, so that two threads never close the same one. */
    private void closeWhatWasInUse() {
        for (int left = inUse.size(); left > 0; left--) {
            Arena arena = inUse.poll();
            if (arena == null) {
                return;
            }
            closeOrKeep(arena);
        }
    }

    private final class ArenaMemory implements BackendMemory {

        private final Arena arena;
        private final MemorySegment segment;
        private final Runnable onRelease;
        private final AtomicBoolean released = new AtomicBoolean();

        private ArenaMemory(Arena arena, MemorySegment segment, Runnable onRelease) {
            this.arena = arena;
            this.segment = segment;
            this.onRelease = onRelease;
        }

        @Override
        public MemorySegment segment() {
            return segment;
        }

        @Override
        public void release() {
            if (released.compareAndSet(false, true)) {
                closeOrKeep(arena);
                onRelease.run();
                closeWhatWasInUse();
            }
        }
    }
}
