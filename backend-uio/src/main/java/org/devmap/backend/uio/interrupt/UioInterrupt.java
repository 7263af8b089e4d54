package org.devmap.backend.uio.interrupt;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.uio.linux.SystemCallFailure;

/**
 * The interrupt of a UIO device: there is one or none. A thread waits while somebody is to be told. Thread-safe;
 * neither the sink nor whoever hears that the device is gone is called under a lock.
 */
public final class UioInterrupt implements InterruptSource {

    private final String name;
    private final EventWait wait;
    private final InterruptGate gate;
    private final Runnable goneAction;
    private final Consumer<String> complaints;
    private final Object gateLock = new Object();
    private boolean enabled;
    private volatile boolean gone;
    private volatile Sink sink;
    private EventLoop loop;
    private boolean closed;

    /**
     * The interrupt of a device.
     *
     * @param name of its node
     * @param wait how to wait for it
     * @param gate what masks it
     * @param gone called, once, if waiting shows that the device is gone
     * @param complaints told if nobody can wait for it, or if it cannot be unmasked
     */
    public UioInterrupt(String name, EventWait wait, InterruptGate gate, Runnable gone, Consumer<String> complaints) {
        this.name = name;
        this.wait = wait;
        this.gate = gate;
        this.goneAction = gone;
        this.complaints = complaints;
    }

    @Override
    public void connect(Sink newSink) {
        if (!tryConnect(newSink)) {
            newSink.gone();
        }
    }

    /** False if there is nothing to wait for any more. */
    private synchronized boolean tryConnect(Sink newSink) {
        if (loop != null) {
            loop.end();
            loop = null;
        }
        sink = newSink;
        if (newSink == null) {
            return true;
        }
        if (gone || closed) {
            return false;
        }
        try {
            loop = wait.begin(newSink::raised, this::leave);
        } catch (SystemCallFailure | RejectedExecutionException failure) {
            complaints.accept("nobody waits for the interrupt of " + name + ": " + failure.getMessage());
        }
        return true;
    }

    /** On the waiting thread. */
    private void leave() {
        gone = true;
        Sink told = sink;
        if (told != null) {
            told.gone();
        }
        goneAction.run();
    }

    @Override
    public void enable() throws DdiException {
        set(true);
    }

    @Override
    public void disable() throws DdiException {
        set(false);
    }

    private void set(boolean on) throws DdiException {
        synchronized (gateLock) {
            if (gone) {
                throw new DdiException(Errno.EIO, name + " is gone");
            }
            enabled = false;
            gate.set(on);
            enabled = on;
        }
    }

    /**
     * Unmasks it whoever claimed it: a line that is shared was masked for this device only if this device had raised
     * it.
     */
    @Override
    public void handled(boolean claimed) {
        synchronized (gateLock) {
            if (!enabled || gone) {
                return;
            }
            try {
                gate.set(true);
            } catch (DdiException failure) {
                if (!failure.errno().equals(Errno.EIO)) {
                    complaints.accept("the interrupt of " + name + " stays masked: " + failure.getMessage());
                }
            }
        }
    }

    /** Nobody waits any more when this returns: the device's file may be closed. */
    public synchronized void close() {
        closed = true;
        tryConnect(null);
    }
}
