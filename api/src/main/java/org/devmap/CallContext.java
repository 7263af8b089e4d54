package org.devmap;

/** In which context a thread runs, which decides what it may call (section 2.27). New threads do not inherit it. */
public enum CallContext {
    /** On behalf of a process: inside an operation of an address space, file or mapping, or a fault. */
    USER,
    /** A kernel thread: a driver's own threads, timeouts and tasks. */
    KERNEL,
    /** An interrupt handler. */
    INTERRUPT
}
