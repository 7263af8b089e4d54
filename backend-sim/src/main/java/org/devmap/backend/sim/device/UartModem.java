package org.devmap.backend.sim.device;

/**
 * The modem lines of a {@link Uart}: what it drives, what it sees, and what has changed. Guarded by the port's lock.
 */
final class UartModem {

    /** What the plug in the connector drives: CTS, DSR and DCD. */
    static final int PLUGGED = 0xB0;

    private static final int LOOP = 0x10;
    private static final int DELTAS = 0x0F;

    private int control;
    private int status = PLUGGED;

    int control() {
        return control;
    }

    /** Inside the loop the lines that the port drives are those it sees. */
    void control(int newControl) {
        control = newControl;
        int lines = PLUGGED;
        if ((newControl & LOOP) != 0) {
            lines = (newControl & 0x02) << 3 | (newControl & 0x01) << 5 | (newControl & 0x0C) << 4;
        }
        int before = status & 0xF0;
        int deltas = (before ^ lines) >> 4;
        // Of the ring indicator only its end counts.
        if ((deltas & 0x04) != 0 && (lines & 0x40) != 0) {
            deltas &= ~0x04;
        }
        status = lines | status & DELTAS | deltas;
    }

    boolean hasChanged() {
        return (status & DELTAS) != 0;
    }

    /** Reading forgets what has changed. */
    long takeStatus() {
        int taken = status;
        status &= ~DELTAS;
        return taken;
    }
}
