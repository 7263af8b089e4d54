package org.devmap.runtime.handle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.runtime.call.CallingProcess;

/**
 * One contiguous range of user addresses with its protection and its handles. Its geometry changes only under the exclusive as
 * lock; protections and loads of its pages exclude each other by {@link #pageLock}, so that no page is loaded with a protection that
 * was just taken away.
 */
public final class Segment {

    private final Origin origin;
    private final SoftLockWaiters waiters;
    /** Replaced, never changed, so that the snapshot needs no lock. */
    private volatile List<MappingHandle> handles = List.of();
    private final ReentrantLock pageLock = new ReentrantLock();
    private final AtomicLong softLocked = new AtomicLong();
    private final LongAdder faults = new LongAdder();
    /** Open until the map callbacks have run. */
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread builder = Thread.currentThread();

    private volatile boolean dead;
    private volatile long address;
    private volatile long length;
    private volatile long offset;
    private volatile Protection prot;
    /** Protections per page; null until the first partial mprotect. Guarded by pageLock. */
    private byte[] pageProtections;

    /** Told when the last soft lock of a segment is gone. */
    public interface SoftLockWaiters {

        /** Whoever waits for locks should look again. */
        void softLocksGone();
    }

    /**
     * A segment without handles.
     *
     * @param origin the mmap it belongs to
     * @param address first address
     * @param length bytes, whole pages
     * @param offset user offset of the first byte
     * @param prot protection, with USER
     * @param waiters who waits for soft locks
     */
    public Segment(Origin origin, long address, long length, long offset, Protection prot, SoftLockWaiters waiters) {
        this.origin = origin;
        this.address = address;
        this.length = length;
        this.offset = offset;
        this.prot = prot;
        this.waiters = waiters;
    }

    /**
     * The driver leaves: handles hear of their end, and every later access fails ENXIO. Under the exclusive as lock.
     *
     * @param panic keeps what the driver panicked with
     */
    public void kill(DeferredPanic panic) {
        // As at every unmap: nobody reaches the pages any more when the driver hears that they are gone.
        handles.forEach(handle -> handle.translation().unloadAll());
        handles.forEach(handle -> panic.run(handle::unmapWhole));
        handles = List.of();
        dead = true;
    }

    /**
     * The driver has left although somebody may still be inside a callback: as {@link #kill}, but nobody is told, and whoever returns
     * late changes nothing. Under no lock.
     */
    public void abandon() {
        dead = true;
        handles.forEach(MappingHandle::abandon);
    }

    /** Every access to the pages waits, by a fault, until {@link #release}. */
    public void hold() {
        handles.forEach(handle -> handle.translation().hold());
    }

    /** The pages can be accessed again as far as they are loaded. */
    public void release() {
        handles.forEach(handle -> handle.translation().release());
    }

    /** As far as they are loaded, and whatever is loaded from now on, for the time being; until {@link #hold}. */
    public void lend() {
        handles.forEach(handle -> handle.translation().lend());
    }

    /** Whether the driver has left. */
    public boolean isDead() {
        return dead;
    }

    /** The map callbacks have run, or failed: whoever waited goes on. */
    public void markReady() {
        ready.countDown();
    }

    /** The map callbacks failed: whoever waited finds nothing here. */
    public void fail() {
        handles = List.of();
        ready.countDown();
    }

    /** Whether faults may be served. */
    public boolean isReady() {
        return ready.getCount() == 0;
    }

    /** Whether the calling thread is the one that is still making this segment, and would wait for itself. */
    public boolean isBuiltByThisThread() {
        return builder == Thread.currentThread();
    }

    /**
     * Waits until the segment is complete. Not interruptible: map callbacks end by themselves.
     */
    public void awaitReady() {
        boolean interrupted = false;
        while (true) {
            try {
                ready.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits with a bound until the segment is complete.
     *
     * @param nanos how long
     * @return whether it is
     */
    public boolean awaitReady(long nanos) {
        try {
            return ready.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Soft locks of the segment changed; the count never becomes negative because every unlock is checked first. */
    void addSoftLocks(long pages) {
        if (softLocked.addAndGet(pages) == 0) {
            waiters.softLocksGone();
        }
    }

    /** Pages that are locked now. */
    public long softLocked() {
        return softLocked.get();
    }

    /** A fault was served. */
    public void countFault() {
        faults.increment();
    }

    /** Faults served so far. */
    public long faults() {
        return faults.sum();
    }

    /**
     * The handle that covers an address.
     *
     * @param at a user address
     * @return the handle, or null
     */
    public MappingHandle handleAt(long at) {
        for (MappingHandle handle : handles) {
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
        pageLock.lock();
        try {
            if (softLocked() > 0) {
                return false;
            }
            boolean whole = from == address && to == address + length;
            if (whole && pageProtections == null) {
                if (prot.equals(newProt)) {
                    return true;
                }
                prot = newProt;
            } else {
                protectPages(from, to, newProt);
            }
            for (MappingHandle handle : handles) {
                long start = Math.max(from, handle.address());
                long end = Math.min(to, handle.end());
                if (start < end) {
                    handle.pages().protect(start, end, newProt);
                }
            }
            return true;
        } finally {
            pageLock.unlock();
        }
    }

    private void protectPages(long from, long to, Protection newProt) {
        if (pageProtections == null) {
            pageProtections = new byte[(int) Pages.btop(length)];
            Arrays.fill(pageProtections, (byte) prot.bits());
        }
        Arrays.fill(pageProtections, (int) Pages.btop(from - address), (int) Pages.btop(to - address), (byte) newProt.bits());
    }

    /** The upper part of a split begins here; without handles yet. Callers hold the exclusive as lock. */
    Segment splitAt(long upperAddress) {
        long before = upperAddress - address;
        Segment upper = new Segment(origin, upperAddress, length - before, offset + before, prot, waiters);
        upper.pageProtections = slice(before, length);
        upper.dead = dead;
        upper.markReady();
        return upper;
    }

    void cutFront(long bytes) {
        pageProtections = slice(bytes, length);
        address += bytes;
        offset += bytes;
        length -= bytes;
    }

    void cutTail(long newLength) {
        pageProtections = slice(0, newLength);
        length = newLength;
    }

    private byte[] slice(long from, long to) {
        return pageProtections == null ? null
                : Arrays.copyOfRange(pageProtections, (int) Pages.btop(from), (int) Pages.btop(to));
    }

    /** The child's segment of a fork: same geometry and protections, no handles, no soft locks. */
    Segment copyFor(Origin childOrigin, SoftLockWaiters childWaiters) {
        Segment copy = new Segment(childOrigin, address, length, offset, prot, childWaiters);
        copy.pageProtections = slice(0, length);
        copy.dead = dead;
        return copy;
    }

    ReentrantLock pageLock() {
        return pageLock;
    }

    /** Whether pages have protections of their own. Callers hold pageLock. */
    boolean hasPageProtections() {
        return pageProtections != null;
    }

    /** The protection of a page. Callers hold pageLock. */
    Protection protectionAt(long at) {
        return pageProtections == null ? prot : Protection.of(pageProtections[(int) Pages.btop(at - address)]);
    }

    /** The mmap it belongs to. */
    public Origin origin() {
        return origin;
    }

    /** Whose it is. */
    public CallingProcess process() {
        return origin.holder();
    }

    /** First address. */
    public long address() {
        return address;
    }

    /** Bytes. */
    public long length() {
        return length;
    }

    /** Behind the last address. */
    public long end() {
        return address + length;
    }

    /** User offset of the first byte. */
    public long offset() {
        return offset;
    }

    /**
     * Gives the segment its handles; only under the exclusive as lock, or before anybody sees it.
     *
     * @param newHandles ascending
     */
    public void setHandles(List<MappingHandle> newHandles) {
        handles = List.copyOf(newHandles);
    }

    /** Its handles, ascending. */
    public List<MappingHandle> handles() {
        return handles;
    }

    /** Protection of the segment. */
    public Protection prot() {
        return prot;
    }

    /** Per-page protections without USER, empty if there are none. */
    List<Integer> pageProtections() {
        pageLock.lock();
        try {
            if (pageProtections == null) {
                return List.of();
            }
            List<Integer> all = new ArrayList<>(pageProtections.length);
            for (byte protection : pageProtections) {
                all.add(protection & ~Protection.USER.bits());
            }
            return all;
        } finally {
            pageLock.unlock();
        }
    }

    /** Which pages have a translation. */
    BitSet loaded() {
        BitSet all = new BitSet();
        for (MappingHandle handle : handles) {
            int first = (int) Pages.btop(handle.address() - address);
            HandlePictures.loaded(handle).stream().forEach(page -> all.set(first + page));
        }
        return all;
    }
}
