package org.devmap.shell;

import java.time.Duration;

/** Time for a command that looks again and again. */
interface Pace {

    /** The time of the machine. */
    Pace REAL = new Pace() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
            Thread.sleep(length);
        }
    };

    /** Nanoseconds since some moment. */
    long nanoTime();

    /** Returns after that time, or at once if the thread is interrupted. */
    void pause(Duration length) throws InterruptedException;
}
