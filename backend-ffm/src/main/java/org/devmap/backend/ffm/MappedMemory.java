package org.devmap.backend.ffm;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.devmap.backend.BackendMemory;

/** Memory of Linux that was handed out. */
final class MappedMemory implements BackendMemory {

    private final LinuxAllocation allocation;
    private final KernelFigures kernel;
    private final Runnable onRelease;
    private final MemorySegment segment;
    private final Optional<String> peerPath;
    private final AtomicBoolean released = new AtomicBoolean();

    MappedMemory(LinuxAllocation allocation, KernelFigures kernel, Runnable onRelease) {
        this.allocation = allocation;
        this.kernel = kernel;
        this.onRelease = onRelease;
        this.segment = allocation.segment();
        this.peerPath = Optional.ofNullable(allocation.peerPath());
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public Optional<String> peerPath() {
        return peerPath;
    }

    /** Unmaps at once. The compare-and-set makes it once: a second unmap could hit whoever owns the addresses by then. */
    @Override
    public void release() {
        if (released.compareAndSet(false, true)) {
            allocation.giveBack();
            onRelease.run();
        }
    }

    /** The NUMA node that holds it, as far as the kernel tells. Reads a file that grows with the process: for people. */
    OptionalInt numaNode() {
        return kernel.numaNode(segment.address());
    }
}
