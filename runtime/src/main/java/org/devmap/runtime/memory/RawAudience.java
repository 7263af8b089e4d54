package org.devmap.runtime.memory;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.devmap.DdiException;
import org.devmap.Errno;

/** The raw views of some memory. */
final class RawAudience {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Set<RawView> views = new HashSet<>();
    private boolean ended;

    /** Finds the memory to be viewed. */
    interface Finding {
        MemorySegment find() throws DdiException;
    }

    /** The memory is found under the lock that ends all views: whatever it is, a view of it has been ended before it is given back. */
    synchronized RawView open(Finding finding) throws DdiException {
        if (ended) {
            throw new DdiException(Errno.EFAULT, "the memory is gone");
        }
        RawView view = new RawView(finding.find(), this);
        views.add(view);
        return view;
    }

    /** There is memory again. */
    synchronized void reopen() {
        ended = false;
    }

    synchronized void closed(RawView view) {
        views.remove(view);
    }

    /** Ends every view, and the making of new ones; false if native code would not let go of one. */
    boolean closeAll() {
        Set<RawView> left;
        synchronized (this) {
            ended = true;
            left = Set.copyOf(views);
        }
        boolean all = true;
        for (RawView view : left) {
            all &= close(view);
        }
        return all;
    }

    private static boolean close(RawView view) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        for (;;) {
            try {
                view.close();
                return true;
            } catch (IllegalStateException e) {
                if (System.nanoTime() - until > 0) {
                    return false;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }
}
