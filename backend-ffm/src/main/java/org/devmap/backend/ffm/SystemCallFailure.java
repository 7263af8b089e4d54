package org.devmap.backend.ffm;

/** A system call failed. Says which, with what arguments and why. */
final class SystemCallFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int errno;

    SystemCallFailure(String call, int errno) {
        super(call + " failed: " + LinuxErrno.sentence(errno));
        this.errno = errno;
    }

    /** The value of errno right after the call. */
    int errno() {
        return errno;
    }
}
