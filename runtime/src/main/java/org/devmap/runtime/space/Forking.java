package org.devmap.runtime.space;

import java.util.IdentityHashMap;
import java.util.Map;
import org.devmap.DdiException;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.handle.SegmentDup;

/** fork(2): copies every segment into an empty space, dup callbacks included, with both as locks held exclusively (2.14). */
record Forking(Space parent, SegmentTable table, CallStack calls) {

    void into(Space child, SegmentTable childTable) throws DdiException {
        table.requireNoHold();
        boolean done = false;
        Removal late = new Removal(childTable, calls, child);
        Admissions admissions = table.lockComplete();
        try (admissions) {
            childTable.exclusive().lock();
            try (CallStack.Frame _ = calls.user(parent)) {
                copy(child, childTable, late);
                done = true;
            } finally {
                childTable.exclusive().unlock();
            }
        } finally {
            table.exclusive().unlock();
            if (!done) {
                child.removeAll(false);
            }
        }
        late.finish();
    }

    private void copy(Space child, SegmentTable childTable, Removal late) throws DdiException {
        Map<Origin, Origin> origins = new IdentityHashMap<>();
        for (Segment segment : table.segments().all()) {
            Origin origin = origins.computeIfAbsent(segment.origin(), mmap -> mmap.copyFor(child));
            // A dead mapping has no reference to its device.
            boolean retained = !segment.isDead();
            // A device whose driver is leaving is not duplicated: its mapping is about to die in the parent, too.
            if (retained && !origin.use().retain()) {
                continue;
            }
            try {
                Segment copy = SegmentDup.copy(segment, origin);
                childTable.add(copy);
                // The driver may have left meanwhile: whoever gave up the parent's part found no copy in the child.
                if (segment.isDead()) {
                    late.abandon(added -> added == copy);
                }
            } catch (DdiException | RuntimeException | Error e) {
                if (retained) {
                    origin.use().release();
                }
                throw e;
            }
        }
    }
}
