package org.devmap.backend.sim;

import org.devmap.DdiException;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.NexusHost;
import org.devmap.backend.sim.fault.FaultDesk;
import org.devmap.backend.sim.record.DeviceClock;
import org.devmap.backend.sim.record.Recorder;

/**
 * A device in its state after power-up, on its way to be published: with faults and recordings in between, which know one
 * device of a name.
 *
 * @param node the device itself
 * @param clock its time
 * @param host where it is published
 * @param desk where its faults are ordered
 * @param recorder where its recordings are ordered
 */
record MadeDevice(DeviceNode node, DeviceClock clock, NexusHost host, FaultDesk desk, Recorder recorder) {

    /**
     * A device that others see.
     *
     * @param name its name
     * @param node to withdraw it with
     * @param desk knows it meanwhile
     */
    record Published(String name, NexusHost.PublishedNode node, FaultDesk desk) {

        void close() {
            node.close();
            desk.forget(name);
        }
    }

    static MadeDevice of(SimDevice device, NexusHost host, FaultDesk desk, Recorder recorder) throws DdiException {
        DeviceClock clock = new DeviceClock(host.clock());
        DeviceNode node = clock.at(clock.start(), () -> device.create(clock, host.executor()));
        return new MadeDevice(node, clock, host, desk, recorder);
    }

    String name() {
        return node.name();
    }

    Published publish() throws DdiException {
        DeviceNode wrapped = desk.wrap(node, host.clock(), (set, model) -> recorder.wrap(model, name(), set, clock));
        try {
            return new Published(name(), host.publish(wrapped), desk);
        } catch (DdiException | RuntimeException refused) {
            desk.forget(name());
            throw refused;
        }
    }
}
