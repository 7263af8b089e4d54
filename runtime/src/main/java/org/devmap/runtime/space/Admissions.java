package org.devmap.runtime.space;

import java.util.ArrayList;
import java.util.List;
import org.devmap.runtime.handle.DeviceUse;
import org.devmap.runtime.handle.Segment;

/**
 * The devices whose drivers an operation under the exclusive as lock is going to call: none of them is suspended or exchanged until
 * this is closed. Taken without waiting, because whoever is waited for may need the lock.
 */
final class Admissions implements AutoCloseable {

    private final List<DeviceUse> entered = new ArrayList<>();

    /** False, with nothing entered for it, if the segment's device has to be waited for. */
    boolean enter(Segment segment) {
        DeviceUse use = segment.origin().use();
        if (segment.isDead()) {
            return true;
        }
        if (!use.tryEnter()) {
            return false;
        }
        entered.add(use);
        return true;
    }

    @Override
    public void close() {
        entered.forEach(DeviceUse::leave);
        entered.clear();
    }
}
