package org.devmap.backend.sim.fault;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.InterruptSource;

/** An interrupt that can get lost, come unasked, or go with its device. The sink is told outside any lock. */
final class FaultyInterrupt implements InterruptSource {

    private final InterruptSource source;
    private final String node;
    private final int number;
    private final FaultDesk desk;
    private volatile Sink sink;
    private volatile boolean enabled;

    FaultyInterrupt(InterruptSource source, String node, int number, FaultDesk desk) {
        this.source = source;
        this.node = node;
        this.number = number;
        this.desk = desk;
    }

    @Override
    public void connect(Sink newSink) {
        sink = newSink;
        source.connect(newSink == null ? null : new Sink() {
            @Override
            public void raised(long events) {
                boolean lost = desk.of(node).anyMatch(injection -> (injection.fault() instanceof Fault.LostInterrupt(int which)
                        && which == number || injection.fault() instanceof Fault.Removal) && injection.hit());
                if (!lost) {
                    newSink.raised(events);
                }
            }

            @Override
            public void gone() {
                newSink.gone();
            }
        });
    }

    @Override
    public void enable() throws DdiException {
        requireThere();
        source.enable();
        enabled = true;
    }

    @Override
    public void disable() throws DdiException {
        enabled = false;
        requireThere();
        source.disable();
    }

    @Override
    public void handled(boolean claimed) {
        source.handled(claimed);
    }

    private void requireThere() throws DdiException {
        if (desk.of(node).anyMatch(injection -> injection.fault() instanceof Fault.Removal)) {
            throw new DdiException(Errno.EIO, node + " is gone (injected)");
        }
    }

    void spurious() {
        Sink told = sink;
        if (enabled && told != null) {
            told.raised(1);
        }
    }

    void remove() {
        Sink told = sink;
        if (told != null) {
            told.gone();
        }
    }
}
