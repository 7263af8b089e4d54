package org.devmap.backend.sim.device;

import org.devmap.backend.InterruptSource;

/** Counts what it is told. */
final class CountingSink implements InterruptSource.Sink {

    long raised;
    boolean gone;

    @Override
    public void raised(long events) {
        raised += events;
    }

    @Override
    public void gone() {
        gone = true;
    }
}
