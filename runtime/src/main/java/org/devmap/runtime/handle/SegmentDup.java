package org.devmap.runtime.handle;

import java.util.ArrayList;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Panic;

/** Copies a segment for the child of a fork, dup callbacks included (2.14). Callers hold both as locks exclusively. */
public final class SegmentDup {

    private SegmentDup() {
    }

    /**
     * Copies a segment.
     *
     * @param parent the segment
     * @param childOrigin what the child's part of the same mmap is known by
     * @return the child's segment, without translations, and without handles if its driver has left
     * @throws DdiException EAGAIN or ENOMEM if a driver refused; nothing is left of the copy
     */
    public static Segment copy(Segment parent, Origin childOrigin) throws DdiException {
        Segment child = parent.copyFor(childOrigin);
        List<MappingHandle> copies = new ArrayList<>();
        for (MappingHandle handle : child.isDead() ? List.<MappingHandle>of() : parent.handles()) {
            MappingHandle copy = handle.copy(child);
            copy.place(child, handle.address());
            try {
                copy.setData(handle.callbacks().dup(handle, handle.data(), copy));
            } catch (Panic e) {
                undo(child, copy);
                throw e;
            } catch (DdiException e) {
                undo(child, copy);
                Errno errno = e.errno().equals(Errno.ENOMEM) ? Errno.ENOMEM : Errno.EAGAIN;
                throw new DdiException(errno, "dup callback of " + parent.origin().path() + " refused", e);
            } catch (RuntimeException | Error e) {
                undo(child, copy);
                throw new DdiException(Errno.EAGAIN, "dup callback of " + parent.origin().path() + " failed", e);
            }
            copies.add(copy);
            child.setHandles(copies);
            handle.services().counters().count(Counters.Event.DUP);
        }
        child.markReady();
        return child;
    }

    /** Those copied before hear of their end; the one that failed does not. */
    private static void undo(Segment child, MappingHandle failed) {
        DeferredPanic panic = new DeferredPanic();
        child.handles().forEach(earlier -> panic.run(earlier::unmapWhole));
        failed.retire();
        panic.rethrow();
    }
}
