package org.devmap.runtime.umem;

import java.util.Optional;
import java.util.OptionalLong;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MemoryAccess;
import org.devmap.Panic;
import org.devmap.dto.CookieSnapshot;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.memory.KernelMemory;
import org.devmap.runtime.translation.AccessKind;

/** Memory of ddi_umem_alloc(9F), pageable or locked down. */
public final class AllocatedCookie extends Cookie {

    /** The locked counter has 32 bits in the original. */
    private static final long MOST_PINS = 0xFFFF_FFFFL;

    private final HostedMemory memory;
    private final boolean pageable;
    private final String device;
    private final UmemRegistry registry;
    private final AddressMap.Range kernelRange;
    private final KernelMemory view;
    private long pins;
    private int dmaBindings;

    AllocatedCookie(long size, HostedMemory memory, boolean pageable, String device, UmemRegistry registry,
                    AddressMap.Range kernelRange) {
        super(size);
        this.memory = memory;
        this.pageable = pageable;
        this.device = device;
        this.registry = registry;
        this.kernelRange = kernelRange;
        this.view = KernelMemory.of(kernelRange.start(), size, "umem of " + device, memory, 0, AccessKind.PLAIN);
    }

    @Override
    public OptionalLong kernelAddress() {
        return OptionalLong.of(kernelRange.start());
    }

    @Override
    public MemoryAccess memory() {
        return view;
    }

    @Override
    public FrameSource frames() {
        return memory;
    }

    /** The memory itself, for DMA. */
    public HostedMemory hosted() {
        return memory;
    }

    /** A device reaches the memory by itself until {@link #endDma}, and it cannot be freed; false if it is freed. */
    public synchronized boolean beginDma() {
        if (isDead()) {
            return false;
        }
        dmaBindings++;
        return true;
    }

    /** One device less reaches the memory. */
    public synchronized void endDma() {
        dmaBindings--;
    }

    @Override
    public Optional<String> peerPath() {
        return memory.peerPath();
    }

    @Override
    boolean isIoCapable() {
        return !pageable;
    }

    @Override
    boolean isAllocatedFor(String name) {
        return device.equals(name);
    }

    @Override
    public synchronized void pin(long pages) throws DdiException {
        if (!pageable) {
            return;
        }
        if (pins + pages > MOST_PINS) {
            throw new DdiException(Errno.ENOMEM, "the pages of umem of " + device + " are pinned " + pins + " times");
        }
        pins += pages;
    }

    @Override
    public synchronized void unpin(long pages) {
        if (pageable) {
            pins -= pages;
        }
    }

    @Override
    public void free() {
        synchronized (this) {
            if (isDead()) {
                throw new Panic("umem of " + device + " is freed a second time");
            }
            if (pins > 0) {
                throw new Panic("umem of " + device + " is freed while " + pins + " of its pages are pinned; unlock them first");
            }
            if (dmaBindings > 0) {
                throw new Panic("umem of " + device + " is freed while a device can reach it: close its "
                        + dmaBindings + " DMA bindings first");
            }
            die();
        }
        view.close(memory);
        registry.freed(this, kernelRange, memory.isShown());
        memory.release();
    }

    @Override
    public synchronized CookieSnapshot snapshot() {
        return new CookieSnapshot(id(), pageable ? "KMEM_PAGEABLE" : "KMEM_NON_PAGEABLE", size(), kernelRange.start(), device,
                memory.host(), memory.peerPath(), pageable ? pins : size() >> 12);
    }

    String device() {
        return device;
    }
}
