package org.devmap;

/** The signal by which a fault would reach a process (statement table 0.3). */
public enum Signal {
    /** No signal: the access was interrupted, or no progress could be made. */
    NONE,
    /** SIGSEGV. */
    SIGSEGV,
    /** SIGBUS. */
    SIGBUS
}
