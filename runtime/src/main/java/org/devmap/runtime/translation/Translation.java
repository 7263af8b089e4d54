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
    private volatile long loads;

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
        return (permissionsAt(address) & need) == need;
    }

    /**
     * What the page of an address permits now.
     *
     * @param address an address inside
     * @return permission bits; 0 if it has no translation
     */
    public int permissions(long address) {
        return permissionsAt(address);
    }

    /** Inside the guard: the frames of an address, or null if the page does not permit the access. */
    FrameRun permitted(long address, int need) {
        if ((permissionsAt(address) & need) != need) {
            return null;
        }
        FrameRun linear = frames;
        return linear != null ? linear : scattered.get(page(address));
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
    public void load(int first, int count, int newPermissions, FrameRun newFrames) {
        changing.lock();
        try {
            if (scattered != null || frames != newFrames) {
                dropIfForeign(newFrames);
                frames = newFrames;
                scattered = null;
            }
            set(first, count, newPermissions);
            loads++;
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void loadPage(int page, int newPermissions, FrameRun frame) {
        changing.lock();
        try {
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
            loads++;
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
            for (int page = first; page < first + count; page++) {
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
    public BitSet loaded(int first, int count) {
        BitSet loaded = new BitSet(count);
        for (int page = first; page < first + count; page++) {
            loaded.set(page - first, (byte) PERMISSIONS.getVolatile(permissions, page) != 0);
        }
        return loaded;
    }

    @Override
    public long loads() {
        return loads;
    }

    /**
     * Hands the pages from one on over to a table of their own, with the translations they have (a split of the handle).
     *
     * @param first the first page of the upper part
     * @return the table of the upper part; here its pages are unloaded
     */
    public Translation splitAt(int first) {
        changing.lock();
        try {
            Translation upper = new Translation(start + Pages.ptob(first), permissions.length - first);
            if (scattered != null) {
                upper.scattered = new AtomicReferenceArray<>(upper.permissions.length);
                for (int i = 0; i < upper.permissions.length; i++) {
                    upper.scattered.set(i, scattered.get(first + i));
                }
            } else {
                upper.frames = frames;
            }
            byte[] kept = Arrays.copyOfRange(permissions, first, permissions.length);
            clear(first, permissions.length - first);
            System.arraycopy(kept, 0, upper.permissions, 0, kept.length);
            return upper;
        } finally {
            changing.unlock();
        }
    }

    /** Frames change only for pages that nobody can reach: a load with other frames drops what is left of the old ones. */
    private void dropIfForeign(FrameRun newFrames) {
        boolean any = false;
        for (int page = 0; page < permissions.length && !any; page++) {
            any = (byte) PERMISSIONS.getVolatile(permissions, page) != 0;
        }
        if (any && frames != newFrames) {
            clear(0, permissions.length);
        }
    }

    private void set(int first, int count, int newPermissions) {
        boolean taken = false;
        for (int page = first; page < first + count; page++) {
            int now = (byte) PERMISSIONS.getVolatile(permissions, page);
            taken |= (now & ~newPermissions) != 0;
            PERMISSIONS.setVolatile(permissions, page, (byte) newPermissions);
        }
        if (taken) {
            awaitAccesses();
        }
    }

    private void clear(int first, int count) {
        boolean any = false;
        for (int page = first; page < first + count; page++) {
            any |= (byte) PERMISSIONS.getVolatile(permissions, page) != 0;
            PERMISSIONS.setVolatile(permissions, page, (byte) 0);
        }
        if (any) {
            awaitAccesses();
        }
    }

    private void awaitAccesses() {
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

    private int permissionsAt(long address) {
        return (byte) PERMISSIONS.getVolatile(permissions, page(address));
    }

    private int page(long address) {
        return (int) (address - start >> Pages.SHIFT);
    }
}
