package org.devmap.runtime.memory;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryRequest;
import org.devmap.dto.MemorySnapshot;
import org.devmap.runtime.translation.Residence;

/**
 * A piece of memory that a backend handed out, from then on the runtime's own. It may move to another backend's memory
 * while it is shown: what stays the same is this object, its size, and the translations that refer to its
 * {@link Residence}.
 */
public final class HostedMemory extends ResidentFrames {

    private final Optional<MemoryRequest> request;
    private final long size;
    private final MoveGate gate = new MoveGate();
    /** Held by whoever moves it, and by whoever gives it back. */
    private final ReentrantLock moving = new ReentrantLock();
    private final Runnable released;
    private volatile Home home;
    private volatile String destination;
    /** Where chunks are besides home, after a migration that could neither be ended nor undone. */
    private volatile Home second;

    /**
     * Takes memory over.
     *
     * @param home the memory
     * @param request what it was allocated for; empty if it cannot move
     * @param released told after it was given back
     */
    HostedMemory(Home home, Optional<MemoryRequest> request, Runnable released) {
        super(new Residence(home.memory().segment()));
        this.home = home;
        this.request = request;
        this.released = released;
        this.size = home.memory().segment().byteSize();
    }

    @Override
    public long size() {
        return Pages.roundDown(size);
    }

    @Override
    public List<HostedMemory> hosted() {
        return List.of(this);
    }

    @Override
    public void awaitGate() throws InterruptedException {
        gate.pass();
    }

    /** Whether some table may still show it. */
    public boolean isShown() {
        return !audience.isEmpty();
    }

    /** The backend that holds it now. */
    public String host() {
        return home.host();
    }

    /** Whether that one has left. */
    public boolean isOrphaned() {
        return !home.hostIsThere().getAsBoolean();
    }

    /** Where it is now. */
    public Home home() {
        return home;
    }

    /** Where other processes find it. */
    public Optional<String> peerPath() {
        return home.memory().peerPath();
    }

    /**
     * The memory as its backend knows it, for its DMA engine. Only under a hold.
     *
     * @return the memory
     * @throws DdiException EBUSY if it lies in two pieces
     */
    public BackendMemory backendMemory() throws DdiException {
        if (second != null) {
            throw new DdiException(Errno.EBUSY, "the memory lies in two places since a migration has failed twice");
        }
        return home.memory();
    }

    /**
     * A raw view of a range, which is taken away when it is closed or the memory goes, whatever comes first. Only under
     * a hold.
     *
     * @param offset first byte
     * @param length bytes
     * @return the view
     * @throws DdiException EFAULT if the memory is gone, EBUSY if it lies in two pieces
     */
    public RawView rawView(long offset, long length) throws DdiException {
        return rawViews.open(() -> backendMemory().segment().asSlice(offset, length));
    }

    // ---- moving

    /** What it was allocated for; empty if it cannot move. */
    public Optional<MemoryRequest> request() {
        return request;
    }

    /** Who waits for a move, and whom a move waits for. */
    public MoveGate gate() {
        return gate;
    }

    /** Where its bytes are. */
    public Residence residence() {
        return residence;
    }

    /** Returns when no access that found the bytes where they were before is under way. */
    public void quiesce() {
        audience.quiesce();
    }

    /**
     * Takes the right to move it, and keeps it from being given back meanwhile.
     *
     * @param to where it goes, for the snapshot
     * @return false if it is gone
     */
    public boolean beginMove(String to) {
        moving.lock();
        if (isGone()) {
            moving.unlock();
            return false;
        }
        destination = to;
        return true;
    }

    /** Gives the right back. */
    public void endMove() {
        destination = null;
        moving.unlock();
    }

    /**
     * Everything is there from now on. The one who moves it gives the old memory back.
     *
     * @param newHome with the same contents
     */
    public void settle(Home newHome) {
        MemorySegment there = whole(newHome);
        home = newHome;
        residence.settle(there);
    }

    /**
     * The memory of a home, as long as this piece.
     *
     * @param there a home of at least that size
     * @return the segment
     */
    public MemorySegment whole(Home there) {
        return there.memory().segment().asSlice(0, size);
    }

    /**
     * Some chunks stay in other memory: it is kept as long as this.
     *
     * @param other where they are
     */
    public void keep(Home other) {
        second = other;
    }

    /** Whether some chunks stay with that home. */
    public boolean isSplitWith(Home other) {
        return second == other;
    }

    /**
     * Revokes every translation and raw view, then gives the memory back. Called once. Waits for a move under way.
     * Memory that native code is still working on is not given back: a leak is better than the end of the process.
     */
    public void release() {
        goes();
        gate.memoryGone();
        moving.lock();
        try {
            audience.revoke();
            if (rawViews.closeAll()) {
                home.giveBack();
                if (second != null) {
                    second.giveBack();
                }
            }
        } finally {
            moving.unlock();
            released.run();
        }
    }

    /**
     * The state, for the snapshot; waits for nobody who waits.
     *
     * @return a picture
     */
    MemorySnapshot snapshot() {
        Home now = home;
        Optional<String> to = Optional.ofNullable(destination);
        MemorySnapshot.State state = to.isPresent() ? MemorySnapshot.State.MOVING
                : isOrphaned() ? MemorySnapshot.State.ORPHANED : MemorySnapshot.State.SETTLED;
        return new MemorySnapshot(request.map(MemoryRequest::purpose).orElse(""), size, now.host(), state, to,
                gate.holders());
    }
}
