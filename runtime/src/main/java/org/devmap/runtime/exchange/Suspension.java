package org.devmap.runtime.exchange;

import java.util.concurrent.TimeUnit;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.runtime.device.DeviceServices;
import org.devmap.runtime.device.Node;
import org.devmap.runtime.device.NodeMappings;
import org.devmap.runtime.device.Turnstile;
import org.devmap.runtime.handle.Segment;

/**
 * Keeps everybody away from a device while its driver is suspended: callbacks, entry points, and accesses to what is
 * mapped. On the device's thread.
 */
final class Suspension {

    private final DeviceServices services;
    private final NodeMappings mappings;

    Suspension(DeviceServices services, NodeMappings mappings) {
        this.services = services;
        this.mappings = mappings;
    }

    /**
     * When this returns, nobody is inside the driver and nothing of the device is accessed, until {@link #end}.
     *
     * @param node the device
     * @throws DdiException ETIMEDOUT if somebody stays inside the driver; then whoever was let in before is so again
     */
    void begin(Node node) throws DdiException {
        Turnstile.Way before = node.turnstile().set(Turnstile.Way.CLOSED);
        if (!node.turnstile().awaitEmpty(services.clock(), services.graceNanos())) {
            node.turnstile().set(before);
            throw new DdiException(Errno.ETIMEDOUT, "somebody is still inside the driver of " + node.name() + " after "
                    + TimeUnit.NANOSECONDS.toMillis(services.graceNanos()) + " ms");
        }
        mappings.of(node).forEach(Segment::hold);
    }

    /** Everybody goes on, with the pages that were loaded before. */
    void end(Node node) {
        mappings.of(node).forEach(Segment::release);
        node.turnstile().set(Turnstile.Way.OPEN);
        node.pollWait().wake();
    }

    /**
     * The device has gone: each mapping dies, is answered with what there is instead, or goes on waiting. None is
     * missed and none is in between: to make one, and to fork one, needs the turnstile, which is closed and empty since
     * {@link #begin}; and when it is set, all are what their policy says.
     */
    void stay(Node node) {
        for (Segment segment : mappings.of(node)) {
            switch (services.removal().of(node.name(), segment.origin().path())) {
                case ERROR -> mappings.kill(segment);
                case ALL_ONES, TRASH -> segment.lend();
                case WAIT -> { }
            }
        }
        node.turnstile().set(Turnstile.Way.ABSENT);
        node.pollWait().wake();
    }
}
