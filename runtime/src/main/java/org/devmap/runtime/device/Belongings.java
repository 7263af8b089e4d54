package org.devmap.runtime.device;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.devmap.DdiException;
import org.devmap.Errno;

/**
 * What a driver has made for an instance and must end before detach(9E) returns. What it leaves is ended with the
 * instance: nothing runs in, or is reached by, a driver that has gone. Thread-safe; nothing is ended under the lock.
 */
final class Belongings {

    /** Something that the driver ends, or else the end of the instance. */
    interface Belonging {

        /** Ends it; harmless if it has ended. */
        void end();
    }

    private final String device;
    private final Set<Belonging> present = new LinkedHashSet<>();
    private boolean ended;

    Belongings(String device) {
        this.device = device;
    }

    synchronized boolean isEnded() {
        return ended;
    }

    /** Adds it; ENXIO, and it is ended at once, if the instance is gone. */
    <B extends Belonging> B add(B belonging) throws DdiException {
        if (!addIfPresent(belonging)) {
            belonging.end();
            throw new DdiException(Errno.ENXIO, "device " + device + " has been detached from this driver");
        }
        return belonging;
    }

    synchronized boolean addIfPresent(Belonging belonging) {
        return !ended && present.add(belonging);
    }

    /** It has been ended; false if it was before. */
    synchronized boolean remove(Belonging belonging) {
        return present.remove(belonging);
    }

    synchronized boolean has(Class<? extends Belonging> kind) {
        return present.stream().anyMatch(kind::isInstance);
    }

    /** The instance is gone: what is left, the latest first. */
    synchronized List<Belonging> end() {
        ended = true;
        List<Belonging> left = new ArrayList<>(present).reversed();
        present.clear();
        return left;
    }
}
