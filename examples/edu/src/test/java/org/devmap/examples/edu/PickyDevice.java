package org.devmap.examples.edu;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DmaEngine;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.RegisterSet;

/**
 * A device that does not reach the next pieces of memory that it is to reach.
 *
 * @param node the device it is in all other respects
 * @param compatible what it says it is
 * @param registerSets its sets, in its own order
 * @param unreachable how many pieces it does not reach
 */
record PickyDevice(DeviceNode node, List<String> compatible, List<RegisterSet> registerSets, AtomicInteger unreachable)
        implements DeviceNode, DmaEngine {

    static final String REFUSAL = "this memory may move";

    /** One that says it is just that device. */
    PickyDevice(DeviceNode node, AtomicInteger unreachable) {
        this(node, node.compatible(), node.registerSets(), unreachable);
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public Map<String, String> properties() {
        return node.properties();
    }

    @Override
    public List<InterruptSource> interrupts() {
        return node.interrupts();
    }

    @Override
    public Optional<DmaEngine> dma() {
        return Optional.of(this);
    }

    @Override
    public Bound bind(BackendMemory memory, long off, long len, IoDirection direction) throws DdiException {
        if (unreachable.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new DdiException(Errno.ENOTSUP, REFUSAL);
        }
        return node.dma().orElseThrow().bind(memory, off, len, direction);
    }
}
