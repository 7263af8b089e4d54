package org.devmap.runtime.handle;

import java.util.BitSet;
import org.devmap.FaultException;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Translation;

/**
 * The pages of a handle: where they lie, what is behind them, their translations, and how often each is pinned. The handle decides
 * when something changes.
 *
 * <p>Unload may come from any thread while pages are cut off or split: whatever looks at extent and translation together, or changes
 * one of them, holds the monitor of this object. It lies below the handle lock and above the translation's; a split holds that of the
 * lower part, then that of the upper one.
 */
final class HandlePages {

    private volatile Extent extent;
    private volatile Backing backing = Backing.NONE;
    private volatile Translation translation;
    /** The frames of the backing, made once: the same run means the same backing to the translation. */
    private FrameRun run;
    private final SoftLocks softLocks = new SoftLocks();

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

    /** Null before the handle is placed. */
    Translation translation() {
        return translation;
    }

    SoftLocks softLocks() {
        return softLocks;
    }

    void describe(long length, Backing newBacking) {
        extent = extent.withLength(length);
        backing = newBacking;
    }

    synchronized void place(long address) {
        extent = extent.placedAt(address);
        translation = new Translation(address, (int) Pages.btop(extent.length()));
    }

    /** Other memory behind the pages, of which none is loaded. */
    void replace(Backing newBacking) {
        if (backing.source() != null && backing.source() != newBacking.source()) {
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
            present = now.source().frames(now.offset(), extent.address(), now.access());
            run = present;
        }
        return present;
    }

    /** Drops the translations between two addresses. */
    synchronized void unload(long from, long to) {
        translation.unload(extent.inTranslation(extent.page(from)), (int) Pages.btop(to - from));
    }

    /**
     * Drops the translations of the range a driver means.
     *
     * @return whether some of those pages are pinned
     */
    synchronized boolean unloadMeant(long off, long len) throws FaultException {
        PageRange range = extent.pages(off, len);
        if (range.count() > 0) {
            translation.unload(extent.inTranslation(range.first()), range.count());
        }
        return softLocks.any(range);
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
        } else {
            translation.protect(extent.inTranslation(extent.page(from)), (int) Pages.btop(to - from), permissions);
        }
    }

    /** Nobody reaches anything through these pages any more. */
    void dropAll() {
        if (translation != null) {
            translation.unloadAll();
            if (backing.source() != null) {
                backing.source().forget(translation);
            }
        }
    }

    synchronized void cutFront(long bytes) {
        extent = extent.withoutFront(bytes);
        backing = backing.advancedBy(bytes);
        softLocks.cutFront((int) Pages.btop(bytes));
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
     * unloads, all of it happens at once.
     */
    synchronized void splitOff(HandlePages upper, long left, long skipped) {
        synchronized (upper) {
            Translation above = translation.upperPart(extent.inTranslation((int) Pages.btop(skipped)));
            if (backing.source() != null) {
                backing.source().shownBy(above);
            }
            translation.moveInto(above);
            upper.translation = above;
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
