package org.devmap.runtime.translation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.Pages;

/**
 * The page table of one handle: per page the permissions and the frames behind it. Made in this process with the {@link Guard};
 * see the package description.
 *
 * <p>The permissions are written and read as volatile; everything else is changed under {@link #changing}, the innermost lock of
 * all. Frames are published before the permissions that make them reachable, and replaced only when none are left.
 */
public final class Translation implements Hat {

    private static final VarHandle PERMISSIONS = MethodHandles.arrayElementVarHandle(byte[].class).withInvokeExactBehavior();

    private final long id = Guard.newId();
    private final long start;
    private final long end;
    private final byte[] permissions;
    private final ReentrantLock changing = new ReentrantLock();
    /** The frames of all pages, if they lie one after the other. */
    private volatile FrameRun frames;
    /** The frames of each page, if they do not. */
    private volatile AtomicReferenceArray<FrameRun> scattered;
    /** Counts the loads of each page; written before its permissions. */
    private final byte[] loads;
    /** While accesses are held back: what is loaded, which nobody is permitted to use. Else null. */
    private volatile byte[] held;
    /** While held: whether the permissions are good nevertheless, for the time being. */
    private volatile boolean lent;
    /** What is accessed directly; null if nothing is. */
    private Windows windows;
    /** Counts what closed windows, or would have; a hint where it is read. */
    private int revocations;

    /**
     * A table without any translation.
     *
     * @param start address of the first page
     * @param pages how many pages
     */
    public Translation(long start, int pages) {
        this.start = start;
        this.end = start + Pages.ptob(pages);
        this.permissions = new byte[pages];
        this.loads = new byte[pages];
    }

    boolean contains(long address) {
        return address >= start && address < end;
    }

    /** Identifies this translation to the guard. */
    long id() {
        return id;
    }

    /** Whether the page of this address has a translation with these permissions. */
    public boolean permits(long address, int need) {
        return (permissions(address) & need) == need;
    }

    /**
     * What the page of an address permits now.
     *
     * @param address an address inside
     * @return permission bits; 0 if it has no translation
     */
    public int permissions(long address) {
        return (byte) PERMISSIONS.getVolatile(permissions, page(address));
    }

    /** Inside the guard: the frames of an address, or null if the page does not permit the access. */
    FrameRun permitted(long address, int need) {
        if ((permissions(address) & need) != need) {
            return null;
        }
        return frame(page(address));
    }

    /** How many bytes from this address on permit the access and lie in the same frames, at most so many. */
    long permittedRun(long address, long most, int need) {
        long run = Math.min(Pages.SIZE - (address & Pages.SIZE - 1), most);
        if (frames == null) {
            return run;
        }
        while (run < most && address + run < end && permits(address + run, need)) {
            run = Math.min(run + Pages.SIZE, most);
        }
        return Math.min(run, end - address);
    }

    @Override
    public boolean load(int first, int count, int newPermissions, FrameRun newFrames) {
        changing.lock();
        try {
            // Whoever takes memory away says so first and drops translations then, under this lock: a load is before or sees it.
            if (newFrames.isGone()) {
                return false;
            }
            if (scattered != null || frames != newFrames) {
                dropIfForeign(newFrames);
                frames = newFrames;
                scattered = null;
            }
            set(first, count, newPermissions);
            return true;
        } finally {
            changing.unlock();
        }
    }

    @Override
    public boolean loadPage(int page, int newPermissions, FrameRun frame) {
        changing.lock();
        try {
            if (frame.isGone()) {
                return false;
            }
            if (scattered == null) {
                dropIfForeign(null);
                scattered = new AtomicReferenceArray<>(permissions.length);
                frames = null;
            }
            if (scattered.get(page) != frame && (byte) PERMISSIONS.getVolatile(permissions, page) != 0) {
                clear(page, 1);
            }
            scattered.set(page, frame);
            set(page, 1, newPermissions);
            return true;
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void unload(int first, int count) {
        changing.lock();
        try {
            clear(first, count);
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void unloadAll() {
        unload(0, permissions.length);
    }

    @Override
    public void protect(int first, int count, int newPermissions) {
        changing.lock();
        try {
            boolean taken = false;
            byte[] aside = held;
            for (int page = first; page < first + count; page++) {
                if (aside != null && aside[page] != 0) {
                    aside[page] = (byte) newPermissions;
                }
                int now = (byte) PERMISSIONS.getVolatile(permissions, page);
                if (now != 0 && now != newPermissions) {
                    taken |= (now & ~newPermissions) != 0;
                    PERMISSIONS.setVolatile(permissions, page, (byte) newPermissions);
                }
            }
            if (taken) {
                awaitAccesses();
            }
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void quiesce() {
        changing.lock();
        try {
            awaitAccesses();
        } finally {
            changing.unlock();
        }
    }

    @Override
    public BitSet loaded(int first, int count) {
        BitSet loaded = new BitSet(count);
        byte[] aside = held;
        byte[] table = aside == null || lent ? permissions : aside;
        for (int page = first; page < first + count; page++) {
            loaded.set(page - first, (byte) PERMISSIONS.getVolatile(table, page) != 0);
        }
        return loaded;
    }

    @Override
    public void hold() {
        changing.lock();
        try {
            byte[] loadedNow = held == null ? permissions.clone() : held;
            held = null;
            lent = false;
            clear(0, permissions.length);
            held = loadedNow;
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void release() {
        changing.lock();
        try {
            byte[] loadedNow = held;
            held = null;
            for (int page = 0; loadedNow != null && page < loadedNow.length; page++) {
                if (loadedNow[page] != 0) {
                    set(page, 1, loadedNow[page]);
                }
            }
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void lend() {
        changing.lock();
        try {
            lent = true;
            for (int page = 0; page < held.length; page++) {
                if (held[page] != 0) {
                    set(page, 1, held[page]);
                }
            }
        } finally {
            changing.unlock();
        }
    }

    @Override
    public int loads(int page) {
        return (byte) PERMISSIONS.getVolatile(loads, page);
    }

    /**
     * How often the page of an address was loaded, modulo 256.
     *
     * @param address an address inside
     * @return a number that every load of the page changes
     */
    public int loadsAt(long address) {
        return loads(page(address));
    }

    /**
     * A table for the pages from one on, empty until {@link #moveInto}: to be made known to the frames' audience in between.
     *
     * @param first the first page of the upper part
     * @return the table of the upper part
     */
    public Translation upperPart(int first) {
        return new Translation(start + Pages.ptob(first), permissions.length - first);
    }

    /**
     * Hands the upper pages over with the translations they have (a split of the handle). Both tables are locked: if the frames are
     * taken away meanwhile, either nothing is handed over, or it is dropped there.
     *
     * @param upper what {@link #upperPart} answered
     */
    public void moveInto(Translation upper) {
        int first = permissions.length - upper.permissions.length;
        changing.lock();
        upper.changing.lock();
        try {
            byte[] kept = Arrays.copyOfRange(permissions, first, permissions.length);
            clear(first, kept.length);
            if (scattered != null) {
                upper.scattered = new AtomicReferenceArray<>(kept.length);
            }
            upper.frames = frames;
            for (int page = 0; page < kept.length; page++) {
                FrameRun frame = scattered != null ? scattered.get(first + page) : frames;
                if (scattered != null) {
                    upper.scattered.set(page, frame);
                }
                if (kept[page] != 0 && !frame.isGone()) {
                    PERMISSIONS.setVolatile(upper.permissions, page, kept[page]);
                }
            }
        } finally {
            upper.changing.unlock();
            changing.unlock();
        }
    }

    /** Frames change only for pages that nobody can reach: a load with other frames drops what is left of the old ones. */
    private void dropIfForeign(FrameRun newFrames) {
        boolean any = false;
        byte[] table = held == null || lent ? permissions : held;
        for (int page = 0; page < permissions.length && !any; page++) {
            any = (byte) PERMISSIONS.getVolatile(table, page) != 0;
        }
        if (any && frames != newFrames) {
            clear(0, permissions.length);
        }
    }

    private void set(int first, int count, int newPermissions) {
        if (held != null && !lent) {
            Arrays.fill(held, first, first + count, (byte) newPermissions);
            return;
        }
        boolean taken = false;
        for (int page = first; page < first + count; page++) {
            int now = (byte) PERMISSIONS.getVolatile(permissions, page);
            taken |= (now & ~newPermissions) != 0;
            PERMISSIONS.setVolatile(loads, page, (byte) (loads[page] + 1));
            PERMISSIONS.setVolatile(permissions, page, (byte) newPermissions);
        }
        if (taken) {
            awaitAccesses();
        }
    }

    private void clear(int first, int count) {
        if (held != null) {
            Arrays.fill(held, first, first + count, (byte) 0);
        }
        boolean any = false;
        for (int page = first; page < first + count; page++) {
            any |= (byte) PERMISSIONS.getVolatile(permissions, page) != 0;
            PERMISSIONS.setVolatile(permissions, page, (byte) 0);
        }
        if (any) {
            awaitAccesses();
        }
    }

    /** A hint that accesses were taken away since somebody looked last. */
    int revocations() {
        return revocations;
    }

    /** Opens a window onto the pages around an address; see {@link Windows#open}. */
    void open(DirectMemory memory, long address) {
        // While the table is being changed nothing is opened: the access that asks for it has been made already.
        if (!RawViews.isPossible() || !changing.tryLock()) {
            return;
        }
        try {
            windows = windows == null ? new Windows() : windows;
            windows.open(this, memory, address);
        } finally {
            changing.unlock();
        }
    }

    long start() {
        return start;
    }

    private FrameRun frame(int page) {
        FrameRun linear = frames;
        return linear != null ? linear : scattered.get(page);
    }

    private void awaitAccesses() {
        revocations++;
        if (windows != null) {
            windows.close();
            windows = null;
        }
        Guard.awaitQuiescence(id);
        FrameRun linear = frames;
        if (linear != null) {
            linear.awaitModelAccesses();
            return;
        }
        AtomicReferenceArray<FrameRun> perPage = scattered;
        for (int page = 0; perPage != null && page < perPage.length(); page++) {
            FrameRun frame = perPage.get(page);
            if (frame != null) {
                frame.awaitModelAccesses();
            }
        }
    }

    private int page(long address) {
        return (int) (address - start >> Pages.SHIFT);
    }
}
