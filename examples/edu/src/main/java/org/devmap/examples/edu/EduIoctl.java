package org.devmap.examples.edu;

/**
 * What ioctl(2) understands on both minor nodes of an edu device: the driver's header file. Constants only, which the
 * compiler copies into whoever uses them: an application needs the driver's jar to compile, and not to run.
 *
 * <p>All fields have fixed widths in the byte order of the machine. Everything but {@link #COUNTS} needs a file that is
 * open for writing (EBADF), and fails ETIMEDOUT if the device does not interrupt within 5 s.
 */
public final class EduIoctl {

    /** 0x4501: takes an int and replaces it by its factorial, the lower 32 bits. */
    public static final int FACTORIAL = 'E' << 8 | 1;

    /**
     * 0x4502: takes an int, a mask of reasons, lets the device interrupt for them, and returns when the driver has
     * acknowledged them. EINVAL for 0 and for reasons of the device itself: {@link EduRegisters#FACTORIAL_DONE} and
     * {@link EduRegisters#TRANSFER_DONE}.
     */
    public static final int RAISE = 'E' << 8 | 2;

    /** 0x4503: copies out how often the device has interrupted, {@link #COUNTS_SIZE} bytes. */
    public static final int COUNTS = 'E' << 8 | 3;

    /**
     * 0x4504: takes an int, and transfers so many bytes from the start of the minor node {@code buffer} to the device.
     * EINVAL unless they are 1 to {@link EduRegisters#TRANSFER_SIZE}; ENOTSUP, saying why, where the device cannot
     * reach the memory.
     */
    public static final int SEND = 'E' << 8 | 4;

    /** 0x4505: the same from the device to the start of the buffer. */
    public static final int RECEIVE = 'E' << 8 | 5;

    /** Counts: interrupts since the driver was attached, a long. */
    public static final int COUNTS_ALL = 0;
    /** Counts: how many of those came before the handler had served the one before, a long. */
    public static final int COUNTS_MISSED = 8;
    /** Bytes of what {@link #COUNTS} copies out. */
    public static final int COUNTS_SIZE = 16;

    private EduIoctl() {
    }
}
