package org.devmap.runtime.memory;

import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.Pages;
import org.devmap.backend.BackendMemory;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;
import org.devmap.runtime.translation.Residence;

/** A piece of memory that a backend handed out, from then on the runtime's own. */
public final class HostedMemory implements FrameSource {

    private final BackendMemory memory;
    private final String host;
    private final Audience audience = new Audience();
    private final Runnable released;
    private final RawAudience rawViews = new RawAudience();
    private final Residence residence;
    private volatile boolean gone;

    /**
     * Takes memory over.
     *
     * @param memory the memory
     * @param host who handed it out
     * @param released told after it was given back
     */
    public HostedMemory(BackendMemory memory, String host, Runnable released) {
        this.memory = memory;
        this.host = host;
        this.released = released;
        this.residence = new Residence(memory.segment());
    }

    @Override
    public long size() {
        return Pages.roundDown(memory.segment().byteSize());
    }

    @Override
    public boolean isContiguous() {
        return true;
    }

    @Override
    public FrameRun frames(long offset, long address, AccessKind kind) {
        return FrameRun.memory(residence, kind, offset - address).until(this::isGone);
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public void shownBy(Hat table) {
        audience.add(table);
    }

    @Override
    public void forget(Hat table) {
        audience.remove(table);
    }

    /** Whether some table may still show it. */
    public boolean isShown() {
        return !audience.isEmpty();
    }

    /** The backend that handed it out. */
    public String host() {
        return host;
    }

    /** Where other processes find it. */
    public Optional<String> peerPath() {
        return memory.peerPath();
    }

    /** The memory as its backend knows it, for its DMA engine. */
    public BackendMemory backendMemory() {
        return memory;
    }

    /**
     * A raw view of a range, which is taken away when it is closed or the memory goes, whatever comes first.
     *
     * @param offset first byte
     * @param length bytes
     * @return the view
     * @throws DdiException EFAULT if the memory is gone
     */
    public RawView rawView(long offset, long length) throws DdiException {
        return rawViews.open(memory.segment().asSlice(offset, length));
    }

    /**
     * Revokes every translation and raw view, then gives the memory back. Called once. Memory that native code is still working on
     * is not given back: a leak is better than the end of the process.
     */
    public void release() {
        gone = true;
        audience.revoke();
        if (rawViews.closeAll()) {
            memory.release();
        }
        released.run();
    }
}
