package org.devmap.backend.uio.linux;

import org.devmap.Errno;

/** A system call failed. Says which, with what arguments and why. */
public final class SystemCallFailure extends Exception {

    private static final long serialVersionUID = 1L;
    /** Up to here the numbers of Linux are those of System V, which {@link Errno} follows. */
    private static final int LAST_COMMON = 34;

    private final String call;
    private final int errno;

    /**
     * A failure.
     *
     * @param call what was called, with its arguments, for people
     * @param errno the value of errno right after the call
     */
    public SystemCallFailure(String call, int errno) {
        super(call + " failed: " + LinuxErrno.sentence(errno));
        this.call = call;
        this.errno = errno;
    }

    /** The same, naming the file that it was about. */
    SystemCallFailure of(String path) {
        return new SystemCallFailure(call + " of " + path, errno);
    }

    /**
     * The number that Linux gave.
     *
     * @return as in {@link LinuxErrno}
     */
    public int errno() {
        return errno;
    }

    /**
     * The same in the numbers of the framework.
     *
     * @return the number, EIO for those it does not know
     */
    public Errno toErrno() {
        if (errno == LinuxErrno.ENOSYS) {
            return Errno.ENOSYS;
        }
        return errno > 0 && errno <= LAST_COMMON ? Errno.of(errno) : Errno.EIO;
    }
}
