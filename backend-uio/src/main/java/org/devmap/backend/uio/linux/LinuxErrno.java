package org.devmap.backend.uio.linux;

import java.util.Map;

/** Error numbers of Linux as system calls leave them in errno: asm-generic values, alike on x86-64 and aarch64. */
public final class LinuxErrno {

    /** Not permitted. */
    public static final int EPERM = 1;
    /** No such file. */
    public static final int ENOENT = 2;
    /** A signal came in between. */
    public static final int EINTR = 4;
    /** Input or output failed; of UIO: the device is gone or has no interrupt. */
    public static final int EIO = 5;
    /** No such device or address. */
    public static final int ENXIO = 6;
    /** Nothing there now. */
    public static final int EAGAIN = 11;
    /** Out of memory or mappings. */
    public static final int ENOMEM = 12;
    /** Access denied. */
    public static final int EACCES = 13;
    /** In use. */
    public static final int EBUSY = 16;
    /** No such device. */
    public static final int ENODEV = 19;
    /** Invalid argument. */
    public static final int EINVAL = 22;
    /** No descriptors left in this process. */
    public static final int EMFILE = 24;
    /** No such call; of UIO: the driver cannot switch its interrupt. */
    public static final int ENOSYS = 38;

    private static final Map<Integer, String> SENTENCES = Map.ofEntries(
            Map.entry(EPERM, "EPERM, not permitted"),
            Map.entry(ENOENT, "ENOENT, there is no such file"),
            Map.entry(EINTR, "EINTR, interrupted by a signal"),
            Map.entry(EIO, "EIO, the device does not answer"),
            Map.entry(ENXIO, "ENXIO, no such device"),
            Map.entry(EAGAIN, "EAGAIN, nothing there now"),
            Map.entry(ENOMEM, "ENOMEM, not enough memory or mappings"),
            Map.entry(EACCES, "EACCES, access denied"),
            Map.entry(EBUSY, "EBUSY, in use"),
            Map.entry(ENODEV, "ENODEV, no such device"),
            Map.entry(EINVAL, "EINVAL, invalid argument"),
            Map.entry(EMFILE, "EMFILE, no descriptors left in this process (ulimit -n)"),
            Map.entry(ENOSYS, "ENOSYS, not implemented"));

    private LinuxErrno() {
    }

    /**
     * The error for people.
     *
     * @param errno the number
     * @return its name and what it means
     */
    public static String sentence(int errno) {
        return SENTENCES.getOrDefault(errno, "errno " + errno);
    }
}
