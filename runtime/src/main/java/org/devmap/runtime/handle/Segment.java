package org.devmap.runtime.handle;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.runtime.call.CallingProcess;

/**
 * One contiguous range of user addresses with its protection and its handles. Its geometry changes only under the exclusive as
 * lock; protections and loads of its pages exclude each other by the monitor of the segment (the page lock), so that no page is loaded
 * with a protection that was just taken away.
 *
 * <p>There may be millions that nobody ever touches: what only some of them need does not exist until it is needed.
 */
public final class Segment {

    private final Origin origin;
    /** The one handle that nearly every segment has, else a list. Replaced, never changed, so that the snapshot needs no lock. */
    private volatile Object handles = List.of();
    private volatile Extent extent;
    /** The bits. */
    private volatile byte prot;
    /** The ordinal of a {@link PageAccess}. */
    private volatile byte pageAccess;
    /** Never taken back, so that nobody who holds or releases at the same time can undo it. */
    private volatile boolean frozen;
    private volatile boolean dead;
    /** Until the map callbacks have run; null then. */
    private volatile Construction construction = new Construction();
    /** Null before the first fault. */
    private volatile LongAdder faults;
    /** Null until the first partial mprotect. Guarded by the page lock. */
    private PageProtections pageProtections;

    /**
     * A segment without handles.
     *
     * @param origin the mmap it belongs to
     * @param address first address
     * @param length bytes, whole pages
     * @param offset user offset of the first byte
     * @param prot protection, with USER
     */
    public Segment(Origin origin, long address, long length, long offset, Protection prot) {
        this(origin, new Extent(offset, address, length, 0), prot);
    }

    private Segment(Origin origin, Extent extent, Protection prot) {
        this.origin = origin;
        this.extent = extent;
        this.prot = (byte) prot.bits();
    }

    /**
     * The driver leaves: handles hear of their end, and every later access fails ENXIO. Under the exclusive as lock, and
     * on the thread of the device, as {@link #abandon} of what is not just being copied: of a mapping that has died one
     * of both has released the device.
     *
     * @param panic keeps what the driver panicked with
     */
    public void kill(DeferredPanic panic) {
        // As at every unmap: nobody reaches the pages any more when the driver hears that they are gone.
        handles().forEach(handle -> handle.pages().unloadAll());
        handles().forEach(handle -> panic.run(handle::unmapWhole));
        handles = List.of();
        dead = true;
    }

    /**
     * The driver has left although somebody may still be inside a callback: as {@link #kill}, but nobody is told, and whoever returns
     * late changes nothing.
     *
     * @return what is left to do, under no lock: it waits for accesses that are under way
     */
    public Runnable abandon() {
        dead = true;
        List<MappingHandle> now = handles();
        return () -> now.forEach(MappingHandle::abandon);
    }

    /** Every access to the pages waits, by a fault, until {@link #release}. */
    public void hold() {
        change(PageAccess.HELD);
    }

    /** The pages can be accessed again as far as they are loaded, unless they are {@linkplain #freeze frozen}. */
    public void release() {
        change(PageAccess.OPEN);
    }

    /** As far as they are loaded, and whatever is loaded from now on, for the time being; until {@link #hold}. */
    public void lend() {
        change(PageAccess.LENT);
    }

    /**
     * Nobody accesses the pages any more, whoever releases what is held: their process is a zombie. What is split off
     * later is frozen, too, with the handles that go there.
     *
     * @param late runs what may wait for as long as a register model likes
     * @return what is left to do, under no lock: it waits for accesses to memory that are under way
     */
    public Runnable freeze(Executor late) {
        frozen = true;
        List<MappingHandle> now = handles();
        return () -> now.forEach(handle -> {
            Executor runner = handle.pages().mayWaitForModel() ? late : Runnable::run;
            runner.execute(() -> handle.pages().follow(this));
        });
    }

    private void change(PageAccess newAccess) {
        pageAccess = (byte) newAccess.ordinal();
        tellTables(handles());
    }

    /** A table takes what is so when its turn comes, not what the caller meant: of several, the last one tells it the newest. */
    private void tellTables(List<MappingHandle> told) {
        told.forEach(handle -> handle.pages().follow(this));
    }

    /** A table that is made meanwhile either finds the new state, or is there to be told like the rest. */
    PageAccess pageAccess() {
        return frozen ? PageAccess.HELD : PageAccess.at(pageAccess);
    }

    /** Whether the driver has left. */
    public boolean isDead() {
        return dead;
    }

    /** The map callbacks have run, or failed: whoever waited goes on. */
    public void markReady() {
        Construction ended = construction;
        construction = null;
        if (ended != null) {
            ended.end();
        }
    }

    /** The map callbacks failed: whoever waited finds nothing here. */
    public void fail() {
        handles = List.of();
        markReady();
    }

    /** Whether faults may be served. */
    public boolean isReady() {
        return construction == null;
    }

    /** Whether the calling thread is the one that is still making this segment, and would wait for itself. */
    public boolean isBuiltByThisThread() {
        Construction now = construction;
        return now != null && now.isByThisThread();
    }

    /** Waits until the segment is complete. Not interruptible: map callbacks end by themselves. */
    public void awaitReady() {
        Construction now = construction;
        if (now != null) {
            now.await();
        }
    }

    /**
     * Waits with a bound until the segment is complete. Not interruptible either.
     *
     * @param nanos how long
     * @return whether it is
     */
    public boolean awaitReady(long nanos) {
        Construction now = construction;
        return now == null || now.await(nanos);
    }

    /** Soft locks of a handle are gone. */
    void softLocksTaken() {
        if (softLocked() == 0) {
            origin.softLocksGone();
        }
    }

    /** Pages that are locked now. */
    public long softLocked() {
        long all = 0;
        for (MappingHandle handle : handles()) {
            all += handle.pages().pins();
        }
        return all;
    }

    /** A fault was served. */
    public void countFault() {
        LongAdder counter = faults;
        if (counter == null) {
            synchronized (this) {
                counter = faults == null ? new LongAdder() : faults;
                faults = counter;
            }
        }
        counter.increment();
    }

    /** Faults served so far. */
    public long faults() {
        LongAdder counter = faults;
        return counter == null ? 0 : counter.sum();
    }

    /**
     * The handle that covers an address.
     *
     * @param at a user address
     * @return the handle, or null
     */
    public MappingHandle handleAt(long at) {
        for (MappingHandle handle : handles()) {
            if (at >= handle.address() && at < handle.end()) {
                return handle;
            }
        }
        return null;
    }

    /**
     * Changes protections (2.13). The caller has checked that every handle allows it.
     *
     * @param from first address, page aligned, inside
     * @param to behind the last, page aligned, inside
     * @param newProt the protection, with USER
     * @return false, with nothing changed, if pages are locked: locks are taken under the same lock as this
     */
    public boolean protect(long from, long to, Protection newProt) {
        synchronized (this) {
            if (softLocked() > 0) {
                return false;
            }
            boolean whole = from == address() && to == end();
            if (whole && pageProtections == null) {
                if (prot == newProt.bits()) {
                    return true;
                }
                prot = (byte) newProt.bits();
            } else {
                protectPages(from, to, newProt);
            }
            for (MappingHandle handle : handles()) {
                long start = Math.max(from, handle.address());
                long end = Math.min(to, handle.end());
                if (start < end) {
                    handle.pages().protect(start, end, newProt);
                }
            }
            return true;
        }
    }

    private void protectPages(long from, long to, Protection newProt) {
        if (pageProtections == null) {
            pageProtections = new PageProtections((int) Pages.btop(length()), prot());
        }
        pageProtections.set(extent.page(from), extent.page(to), newProt);
    }

    /** The upper part of a split begins here; without handles yet. Callers hold the exclusive as lock. */
    Segment splitAt(long upperAddress) {
        long before = upperAddress - address();
        Segment upper = new Segment(origin, extent.from(before), prot());
        upper.pageProtections = slice(before, length());
        upper.dead = dead;
        upper.pageAccess = pageAccess;
        upper.frozen = frozen;
        upper.markReady();
        return upper;
    }

    void cutFront(long bytes) {
        pageProtections = slice(bytes, length());
        extent = extent.from(bytes);
    }

    void cutTail(long newLength) {
        pageProtections = slice(0, newLength);
        extent = extent.withLength(newLength);
    }

    private PageProtections slice(long from, long to) {
        return pageProtections == null ? null : pageProtections.copy((int) Pages.btop(from), (int) Pages.btop(to));
    }

    /**
     * The child's segment of a fork: same geometry and protections, no handles, no soft locks. Not frozen either: the end of this
     * process is not that of the child.
     */
    Segment copyFor(Origin childOrigin) {
        Segment copy = new Segment(childOrigin, extent, prot());
        copy.pageProtections = slice(0, length());
        copy.dead = dead;
        copy.pageAccess = pageAccess;
        return copy;
    }

    /** Whether pages have protections of their own. Callers hold the page lock. */
    boolean hasPageProtections() {
        return pageProtections != null;
    }

    /** The protection of a page. Callers hold the page lock. */
    Protection protectionAt(long at) {
        return pageProtections == null ? prot() : pageProtections.at(extent.page(at));
    }

    /** The mmap it belongs to. */
    public Origin origin() {
        return origin;
    }

    /** Whose it is. */
    public CallingProcess process() {
        return origin.holder();
    }

    /** Where it lies. */
    Extent extent() {
        return extent;
    }

    /** First address. */
    public long address() {
        return extent.address();
    }

    /** Bytes. */
    public long length() {
        return extent.length();
    }

    /** Behind the last address. */
    public long end() {
        return extent.end();
    }

    /** User offset of the first byte. */
    public long offset() {
        return extent.uoff();
    }

    /**
     * Gives the segment its handles; only under the exclusive as lock, or before anybody sees it.
     *
     * @param newHandles ascending
     */
    public void setHandles(List<MappingHandle> newHandles) {
        handles = newHandles.size() == 1 ? newHandles.getFirst() : List.copyOf(newHandles);
    }

    /** Its handles, ascending. */
    @SuppressWarnings("unchecked")
    public List<MappingHandle> handles() {
        Object now = handles;
        return now instanceof MappingHandle only ? List.of(only) : (List<MappingHandle>) now;
    }

    /** Protection of the segment. */
    public Protection prot() {
        return Protection.of(prot);
    }

    /** Per-page protections without USER, empty if there are none. */
    synchronized List<Integer> pageProtections() {
        return pageProtections == null ? List.of() : pageProtections.withoutUser();
    }

    /** Which pages have a translation. */
    BitSet loaded() {
        BitSet all = new BitSet();
        for (MappingHandle handle : handles()) {
            int first = extent.page(handle.address());
            HandlePictures.loaded(handle).stream().forEach(page -> all.set(first + page));
        }
        return all;
    }
}
