package org.devmap.runtime.umem;

import java.util.Optional;
import org.devmap.MemoryAccess;
import org.devmap.Pages;
import org.devmap.Panic;
import org.devmap.dto.CookieSnapshot;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.memory.KernelMemory;
import org.devmap.runtime.memory.TrashPage;
import org.devmap.runtime.translation.AccessKind;

/** A cookie without memory of its own: every page of it is the system's trash page. */
public final class TrashCookie extends Cookie {

    private final TrashPage page;
    private final String device;
    private final UmemRegistry registry;
    private KernelMemory view;

    TrashCookie(long size, TrashPage page, String device, UmemRegistry registry) {
        super(size);
        this.page = page;
        this.device = device;
        this.registry = registry;
    }

    @Override
    public synchronized MemoryAccess memory() {
        if (view == null) {
            view = KernelMemory.of(Pages.SIZE, size(), "trash of " + device, page, 0, AccessKind.PLAIN);
        }
        return view;
    }

    @Override
    public FrameSource frames() {
        return page;
    }

    @Override
    boolean isIoCapable() {
        return false;
    }

    @Override
    boolean isAllocatedFor(String name) {
        return device.equals(name);
    }

    @Override
    public void free() {
        synchronized (this) {
            if (isDead()) {
                throw new Panic("trash cookie of " + device + " is freed a second time");
            }
            die();
        }
        registry.freed(this);
    }

    @Override
    public CookieSnapshot snapshot() {
        return new CookieSnapshot(id(), "UMEM_TRASH", size(), 0, device, "", Optional.empty(), 0);
    }
}
