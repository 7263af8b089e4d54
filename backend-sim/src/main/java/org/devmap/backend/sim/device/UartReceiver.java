package org.devmap.backend.sim.device;

import java.util.OptionalLong;
import java.util.function.ObjIntConsumer;
import org.devmap.backend.sim.register.Fifo;

/**
 * The receiving half of a {@link Uart}: what arrived and was not read, and what became of the rest. Guarded by the
 * port's lock.
 */
final class UartReceiver {

    private static final int TIMEOUT_CHARACTERS = 4;

    private final ObjIntConsumer<Runnable> afterCharacters;
    private final Fifo received = new Fifo(Uart.DEPTH);
    private boolean fifo;
    private int trigger = 1;
    private boolean overrun;
    private boolean timedOut;
    private long timeoutGeneration;

    /**
     * An empty one, without FIFO.
     *
     * @param afterCharacters runs something under the port's lock after the time of so many characters
     */
    UartReceiver(ObjIntConsumer<Runnable> afterCharacters) {
        this.afterCharacters = afterCharacters;
    }

    /** Sets from how many characters on it asks for attention; without FIFO it holds one. */
    void use(boolean newFifo, int newTrigger) {
        fifo = newFifo;
        trigger = newFifo ? newTrigger : 1;
    }

    void clear() {
        received.clear();
        timedOut = false;
    }

    void arrive(int datum) {
        if (received.level() >= (fifo ? Uart.DEPTH : 1)) {
            overrun = true;
            if (!fifo) {
                received.clear();
                received.append(datum);
            }
        } else {
            received.append(datum);
        }
        timedOut = false;
        watchForTimeout();
    }

    long take() {
        OptionalLong datum = received.take();
        timedOut = false;
        watchForTimeout();
        return datum.orElse(0);
    }

    boolean isEmpty() {
        return received.level() == 0;
    }

    boolean isAtTrigger() {
        return received.level() >= trigger;
    }

    boolean isTimedOut() {
        return timedOut;
    }

    boolean isOverrun() {
        return overrun;
    }

    void forgetOverrun() {
        overrun = false;
    }

    /**
     * With data in the FIFO and nobody coming for four characters, the receiver asks for attention below its trigger
     * too.
     */
    private void watchForTimeout() {
        long generation = ++timeoutGeneration;
        if (fifo && !isEmpty()) {
            afterCharacters.accept(() -> timedOut |= generation == timeoutGeneration && !isEmpty(), TIMEOUT_CHARACTERS);
        }
    }
}
