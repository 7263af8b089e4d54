package org.devmap.runtime.handle;

import java.util.BitSet;
import org.devmap.FaultException;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Translation;

/**
 * The pages of a handle: where they lie, what is behind them, their translations, and how often each is pinned. The handle decides
 * when something changes. Pages that nobody has touched have no table, and those that nobody has locked no count of pins.
 *
 * <p>Unload may come from any thread while pages are cut off or split: whatever looks at extent and translation together, or changes
 * one of them, holds the monitor of this object. It lies below the handle lock and above the translation's; a split holds that of the
 * lower part, then that of the upper one.
 */
final class HandlePages {

    private volatile Extent extent;
    private volatile Backing backing = Backing.NONE;
    /** Null before the first load. */
    private volatile Translation translation;
    /** The frames of the backing, made once: the same run means the same backing to the translation. */
    private FrameRun run;
    /** Null before the first lock. */
    private volatile SoftLocks softLocks;

    HandlePages(Extent extent) {
        this.extent = extent;
    }

    /** The same pages with nothing loaded and nothing pinned. */
    HandlePages copy() {
        HandlePages copy = new HandlePages(extent);
        copy.backing = backing;
        return copy;
    }

    Extent extent() {
        return extent;
    }

    Backing backing() {
        return backing;
    }

    /** Null before the first load. */
    Translation translation() {
        return translation;
    }

    /** The table, made now if there is none yet. */
    private synchronized Translation translation(Segment segment) {
        if (translation == null) {
            extent = extent.fromStartOfTranslation();
            translation = new Translation(extent.address(), (int) Pages.btop(extent.length()));
            follow(segment);
        }
        return translation;
    }

    /**
     * Makes the table, and known to what is behind it before the first page is loaded: a free that comes in between
     * drops what is loaded, and a load that comes after it is refused. Not if the handle has ended: nobody would let it
     * be forgotten again.
     *
     * @return whether pages may be loaded
     */
    synchronized boolean show(MappingHandle owner) {
        if (owner.isGone()) {
            return false;
        }
        Translation table = translation(owner.segment());
        if (backing.source() != null) {
            backing.source().shownBy(table);
        }
        return true;
    }

    /**
     * Whether what takes pages away, like {@link #follow}, may wait for a register model, which answers when it likes.
     * Under no lock: who waits for the model has it.
     */
    boolean mayWaitForModel() {
        FrameSource source = backing.source();
        return translation != null && source != null && source.isModelled();
    }

    /** The table becomes as accessible as the segment is now. */
    synchronized void follow(Segment segment) {
        if (translation != null) {
            segment.pageAccess().apply(translation);
        }
    }

    /**
     * Pins pages, unless the handle has ended: of those that are pinned when it ends the end takes all pins away.
     *
     * @return whether they are pinned
     */
    synchronized boolean pin(MappingHandle owner, PageRange range) {
        if (owner.isGone()) {
            return false;
        }
        if (softLocks == null) {
            softLocks = new SoftLocks();
        }
        softLocks.add(range);
        return true;
    }

    /**
     * Loads a page, unless the handle has ended: what is loaded when it ends the end drops, and a load that comes after it is refused.
     *
     * @return whether it is loaded
     */
    synchronized boolean load(MappingHandle owner, int page, int permissions, FrameRun frame) {
        int at = extent.inTranslation(page);
        return !owner.isGone() && translation.loadPage(at, permissions, frame);
    }

    /** The same, of frames that lie one after the other. */
    synchronized boolean loadContiguous(MappingHandle owner, int page, int permissions) {
        int at = extent.inTranslation(page);
        return !owner.isGone() && translation.load(at, 1, permissions, run());
    }

    /** Takes one pin of every page away, or none if some page has none. */
    synchronized boolean unpin(PageRange range) {
        return softLocks != null ? softLocks.remove(range) : range.count() == 0;
    }

    /** The handle ends: nobody will unlock what is locked. Answers how many pins there were. */
    synchronized int unpinAll() {
        return softLocks == null ? 0 : softLocks.clear();
    }

    /** All pins of all pages. */
    int pins() {
        SoftLocks present = softLocks;
        return present == null ? 0 : present.all();
    }

    void describe(long length, Backing newBacking) {
        extent = extent.withLength(length);
        backing = newBacking;
    }

    synchronized void place(long address, Extent segment) {
        extent = extent.placedAt(address, segment);
    }

    /** Other memory behind the pages, of which none is loaded. */
    void replace(Backing newBacking) {
        if (translation != null && backing.source() != null && backing.source() != newBacking.source()) {
            backing.source().forget(translation);
        }
        backing = newBacking;
        run = null;
    }

    /** The frames of the backing at the translation's addresses; one and the same as long as the backing is. */
    FrameRun run() {
        FrameRun present = run;
        if (present == null) {
            Backing now = backing;
            Extent here = extent;
            present = now.source().frames(now.sourceOffset(here.uoff()), here.address(), now.access());
            run = present;
        }
        return present;
    }

    /** Drops the translations between two addresses. */
    synchronized void unload(long from, long to) {
        if (translation == null) {
            return;
        }
        translation.unload(extent.inTranslation(extent.page(from)), (int) Pages.btop(to - from));
    }

    /**
     * Drops the translations of the range a driver means.
     *
     * @return whether some of those pages are pinned
     */
    synchronized boolean unloadMeant(long off, long len) throws FaultException {
        PageRange range = extent.pages(off, len);
        if (range.count() > 0 && translation != null) {
            translation.unload(extent.inTranslation(range.first()), range.count());
        }
        return softLocks != null && softLocks.any(range);
    }

    /** Drops all translations, for a remap. */
    synchronized void unloadAll() {
        unload(extent.address(), extent.end());
    }

    /** Existing translations between two addresses change at once; NONE takes them away. */
    synchronized void protect(long from, long to, Protection prot) {
        int permissions = DefaultLoad.permissions(prot);
        if (permissions == 0) {
            unload(from, to);
        } else if (translation != null) {
            translation.protect(extent.inTranslation(extent.page(from)), (int) Pages.btop(to - from), permissions);
        }
    }

    /** Nobody reaches anything through these pages any more. */
    synchronized void dropAll() {
        if (translation != null) {
            translation.unloadAll();
            if (backing.source() != null) {
                backing.source().forget(translation);
            }
        }
    }

    synchronized void cutFront(long bytes) {
        extent = extent.withoutFront(bytes);
        if (softLocks != null) {
            softLocks.cutFront((int) Pages.btop(bytes));
        }
    }

    synchronized void cutTail(long newLength) {
        extent = extent.withLength(newLength);
    }

    /** For the upper part of a split, which during the unmap callback still looks like the whole, translation included. */
    void lookLike(HandlePages whole) {
        translation = whole.translation;
        run = whole.run;
    }

    /**
     * Ends a split: the upper part becomes one of its own with what is loaded there, this one ends before the hole. For whoever
     * unloads, all of it happens at once. If the owner of the upper part has ended meanwhile, that has no table: nobody
     * would let it be forgotten again.
     */
    synchronized void splitOff(MappingHandle owner, long left, long skipped) {
        HandlePages upper = owner.pages();
        synchronized (upper) {
            if (owner.isGone()) {
                upper.translation = null;
                unload(extent.address() + skipped, extent.end());
            } else if (translation != null) {
                Translation above = translation.upperPart(extent.inTranslation((int) Pages.btop(skipped)));
                if (backing.source() != null) {
                    backing.source().shownBy(above);
                }
                upper.translation = above;
                // Before anything is there: what is permitted only while the pages are lent is not taken for loaded.
                upper.follow(owner.segment());
                translation.moveInto(above);
            }
            upper.extent = upper.extent.inTranslationFrom((int) Pages.btop(skipped));
            upper.cutFront(skipped);
            cutTail(left);
        }
    }

    /** Which pages have a translation. */
    BitSet loaded() {
        Extent now = extent;
        return translation == null ? new BitSet() : translation.loaded(now.skippedPages(), (int) Pages.btop(now.length()));
    }
}
