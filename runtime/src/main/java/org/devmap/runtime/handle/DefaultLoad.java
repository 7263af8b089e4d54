package org.devmap.runtime.handle;

import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.Pages;
import org.devmap.Panic;
import org.devmap.Protection;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;
import org.devmap.runtime.umem.Cookie;

/** The default load of a range: what devmap_load(9F), default access and faults without access callback come down to (2.12). */
public final class DefaultLoad {

    private static final FaultOutcome DENIED = FaultOutcome.of(FaultCode.PROT);
    private static final FaultOutcome NOTHING_THERE = FaultOutcome.of(FaultCode.NOMAP);

    private DefaultLoad() {
    }

    /**
     * Loads by user addresses, for a fault.
     *
     * @param handle the handle
     * @param from first address, page aligned, inside
     * @param length bytes, whole pages, inside
     * @param type why
     * @param rw direction
     * @return how it ended
     */
    public static FaultOutcome load(MappingHandle handle, long from, long length, AccessType type, AccessDirection rw) {
        return load(handle, PageRange.ofBytes(from - handle.address(), length), type, rw);
    }

    static FaultOutcome load(MappingHandle handle, PageRange range, AccessType type, AccessDirection rw) {
        if (type == AccessType.PROT) {
            return DENIED;
        }
        if (handle.isRemappable()) {
            handle.lock().lock();
        }
        try {
            synchronized (handle.segment()) {
                return type == AccessType.UNLOCK ? unlock(handle, range) : pinned(handle, range, type, rw);
            }
        } finally {
            if (handle.isRemappable()) {
                handle.lock().unlock();
            }
        }
    }

    private static FaultOutcome unlock(MappingHandle handle, PageRange range) {
        if (!handle.pages().unpin(range)) {
            throw new Panic("unlock of %d pages from page %d of a handle of %s: not all of them are locked; the access callback must load "
                    .formatted(range.count(), range.first(), handle.device().name()) + "with the very type and range it receives (S-219)");
        }
        Cookie cookie = handle.backing().cookie();
        if (cookie != null) {
            cookie.unpin(range.count());
        }
        handle.segment().softLocksTaken();
        return FaultOutcome.OK;
    }

    /** Pageable memory is pinned while it is loaded, and until the unlock if it is locked (2.12 #2, #8). */
    private static FaultOutcome pinned(MappingHandle handle, PageRange range, AccessType type, AccessDirection rw) {
        Cookie cookie = handle.backing().cookie();
        if (cookie != null) {
            try {
                cookie.pin(range.count());
            } catch (DdiException e) {
                return new FaultOutcome(FaultCode.makeErr(e.errno()), e);
            }
        }
        boolean keepPins = false;
        try {
            FaultOutcome outcome = translate(handle, range, rw);
            if (outcome.isOk() && type == AccessType.LOCK) {
                keepPins = handle.pages().pin(handle, range);
                return keepPins ? outcome : FaultOutcome.of(FaultCode.makeErr(Errno.EFAULT));
            }
            return outcome;
        } finally {
            if (cookie != null && !keepPins) {
                cookie.unpin(range.count());
            }
        }
    }

    private static FaultOutcome translate(MappingHandle handle, PageRange range, AccessDirection rw) {
        Segment segment = handle.segment();
        Backing backing = handle.backing();
        if (!segment.hasPageProtections()) {
            if (segment.prot().and(rw.needed()).bits() == 0) {
                return DENIED;
            }
            if (backing.kind() == Backing.Kind.DEVICE && backing.invalid()) {
                return NOTHING_THERE;
            }
        }
        if (backing.kind() == Backing.Kind.NONE) {
            return NOTHING_THERE;
        }
        return translatePages(handle, range, rw);
    }

    private static FaultOutcome translatePages(MappingHandle handle, PageRange range, AccessDirection rw) {
        Backing backing = handle.backing();
        if (!handle.pages().show(handle)) {
            return FaultOutcome.of(FaultCode.makeErr(Errno.EFAULT));
        }
        for (int page = range.first(); page < range.first() + range.count(); page++) {
            Protection protection = handle.segment().protectionAt(handle.address() + Pages.ptob(page));
            if (protection.and(rw.needed()).bits() == 0) {
                return DENIED;
            }
            if (!hasFrame(handle, backing, page)) {
                return FaultOutcome.of(FaultCode.makeErr(Errno.EFAULT));
            }
            if (!loadPage(handle, backing, page, permissions(protection))) {
                return FaultOutcome.of(FaultCode.makeErr(Errno.EFAULT));
            }
        }
        return FaultOutcome.OK;
    }

    /** False for an invalid handle, a cookie that was freed (S-286), and a page past the end of the memory (S-235). */
    private static boolean hasFrame(MappingHandle handle, Backing backing, int page) {
        if (backing.invalid() || backing.source() == null) {
            return false;
        }
        Cookie cookie = backing.cookie();
        long size = cookie != null ? cookie.size() : backing.source().size();
        long end = handle.sourceOffset() + Pages.ptob(page) + Pages.SIZE;
        return !backing.source().isGone() && (cookie == null || !cookie.isDead()) && end <= size;
    }

    private static boolean loadPage(MappingHandle handle, Backing backing, int page, int permissions) {
        FrameSource source = backing.source();
        if (source.isContiguous()) {
            return handle.pages().loadContiguous(handle, page, permissions);
        }
        long bytes = Pages.ptob(page);
        FrameRun frame = source.frames(handle.sourceOffset() + bytes, handle.address() + bytes, backing.access());
        return frame != null && handle.pages().load(handle, page, permissions, frame);
    }

    /** The permissions of a translation: the full current protection; writable and executable pages can be read (2.12 #6). */
    static int permissions(Protection protection) {
        int bits = protection.bits() & (Hat.READ | Hat.WRITE | Hat.EXEC);
        return bits == 0 ? 0 : bits | Hat.READ;
    }
}
