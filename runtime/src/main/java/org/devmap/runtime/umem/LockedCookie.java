package org.devmap.runtime.umem;

import java.util.Optional;
import org.devmap.MemoryAccess;
import org.devmap.Pages;
import org.devmap.Panic;
import org.devmap.dto.CookieSnapshot;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.memory.KernelMemory;
import org.devmap.runtime.translation.AccessKind;

/** User memory that is locked: ddi_umem_lock(9F). Freeing it is ddi_umem_unlock(9F). */
public final class LockedCookie extends Cookie {

    private final LockedPages pages;
    private final String owner;
    private final UmemRegistry registry;
    private final Runnable unlock;
    private KernelMemory view;

    /**
     * Locked pages.
     *
     * @param pages what is locked
     * @param owner whose memory it is
     * @param registry knows the cookies of the system
     * @param unlock unlocks the pages and returns the charge; run once, not in interrupt context
     */
    public LockedCookie(LockedPages pages, String owner, UmemRegistry registry, Runnable unlock) {
        super(pages.size());
        this.pages = pages;
        this.owner = owner;
        this.registry = registry;
        this.unlock = unlock;
    }

    @Override
    public synchronized MemoryAccess memory() {
        if (view == null) {
            view = KernelMemory.of(Pages.SIZE, size(), "locked memory of " + owner, pages, 0, AccessKind.PLAIN);
        }
        return view;
    }

    @Override
    public FrameSource frames() {
        return pages;
    }

    @Override
    boolean isIoCapable() {
        return true;
    }

    @Override
    boolean isAllocatedFor(String name) {
        return false;
    }

    /** From interrupt context the work is done later by another thread (S-304). */
    @Override
    public void free() {
        synchronized (this) {
            if (isDead()) {
                throw new Panic("locked memory of " + owner + " is unlocked a second time");
            }
            die();
        }
        registry.freed(this);
        registry.outsideInterrupts(() -> {
            pages.revoke();
            unlock.run();
        });
    }

    @Override
    public CookieSnapshot snapshot() {
        return new CookieSnapshot(id(), "UMEM_LOCKED", size(), 0, owner, "", Optional.empty(), size() >> Pages.SHIFT);
    }
}
