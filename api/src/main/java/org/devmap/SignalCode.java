package org.devmap;

/** The si_code that says why a signal was sent (statement table 0.3). */
public enum SignalCode {
    /** No signal was sent. */
    NONE,
    /** SEGV_MAPERR: nothing mapped there. */
    MAPERR,
    /** SEGV_ACCERR: the protection forbids it. */
    ACCERR,
    /** BUS_ADRALN: misaligned. */
    ADRALN,
    /** BUS_ADRERR: hardware error, or not supported. */
    ADRERR,
    /** BUS_OBJERR: the object behind the mapping failed; the errno says how. */
    OBJERR
}
