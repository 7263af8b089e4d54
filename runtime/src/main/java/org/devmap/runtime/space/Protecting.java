package org.devmap.runtime.space;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Protection;
import org.devmap.runtime.handle.MappingHandle;
import org.devmap.runtime.handle.Segment;

/** mprotect(2) on a range: segment by segment under the shared as lock, so that what lies before a failure has changed (2.13). */
record Protecting(SegmentTable table) {

    void protect(long address, long length, Protection prot) throws DdiException {
        long end = address + length;
        for (long at = address; at < end;) {
            Segment segment = table.awaitAt(at, null);
            if (segment == null) {
                throw new DdiException(Errno.ENOMEM, "nothing is mapped at 0x%x".formatted(at));
            }
            table.softLocks().awaitNone(segment);
            table.shared().lock();
            try {
                if (table.segments().at(at) != segment) {
                    continue;
                }
                long stop = Math.min(end, segment.end());
                if (protectSegment(segment, at, stop, prot)) {
                    at = stop;
                }
            } finally {
                table.shared().unlock();
            }
        }
    }

    /** False if pages were locked meanwhile. */
    private static boolean protectSegment(Segment segment, long from, long to, Protection prot) throws DdiException {
        if (segment.handleAt(from) == null) {
            throw new DdiException(Errno.EINVAL, "no handle covers 0x%x".formatted(from));
        }
        // drv_mmap: WRITE and EXEC imply READ (2.25).
        boolean impliesRead = (prot.bits() & (Protection.WRITE.bits() | Protection.EXEC.bits())) != 0;
        Protection meant = segment.origin().drvRange() != null && impliesRead ? prot.with(Protection.READ) : prot;
        for (MappingHandle handle : segment.handles()) {
            boolean touched = handle.address() < to && handle.end() > from;
            if (touched && !handle.maxprot().contains(meant)) {
                throw new DdiException(Errno.EACCES, "protection %s is beyond the maximum %s of %s"
                        .formatted(meant, handle.maxprot(), segment.origin().path()));
            }
        }
        return segment.protect(from, to, meant);
    }
}
