package org.devmap.runtime.memory;

import java.util.Optional;
import org.devmap.Pages;
import org.devmap.backend.BackendMemory;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;

/** A piece of memory that a backend handed out, from then on the runtime's own. */
public final class HostedMemory implements FrameSource {

    private final BackendMemory memory;
    private final String host;
    private final Audience audience = new Audience();
    private final Runnable released;
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
        return FrameRun.memory(memory.segment(), kind, offset - address);
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

    /** Revokes every translation, then gives the memory back. Called once. */
    public void release() {
        gone = true;
        audience.revoke();
        memory.release();
        released.run();
    }
}
