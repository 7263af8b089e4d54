package org.devmap.backend.ffm;

/** The kernel does not let this process lock that much. */
final class LockRefused extends Exception {

    private static final long serialVersionUID = 1L;

    LockRefused(SystemCallFailure cause) {
        super(cause.getMessage(), cause);
    }
}
