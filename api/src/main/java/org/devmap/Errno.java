package org.devmap;

import java.util.Map;
import java.util.TreeMap;

/**
 * The number with which an entry point or a DDI function fails: an errno (positive, illumos values) or a DDI result
 * (negative). A driver may answer numbers nobody listed, so this is a record around the int and not an enum.
 *
 * @param value the number; 0 is success and never travels in an exception
 * @see <a href="https://illumos.org/man/3C/errno">errno(3C), Intro(2)</a>, statement table 0.2
 */
public record Errno(int value) {

    /** Operation not permitted. */
    public static final Errno EPERM = new Errno(1);
    /** Interrupted: a signal came while waiting. */
    public static final Errno EINTR = new Errno(4);
    /** Input/output error. */
    public static final Errno EIO = new Errno(5);
    /** No such device or address; what a failing devmap(9E) or map callback always becomes. */
    public static final Errno ENXIO = new Errno(6);
    /** Bad file: closed, or not opened for this. */
    public static final Errno EBADF = new Errno(9);
    /** Try again. */
    public static final Errno EAGAIN = new Errno(11);
    /** Not enough memory, address space, or locked-memory allowance. */
    public static final Errno ENOMEM = new Errno(12);
    /** Permission denied. */
    public static final Errno EACCES = new Errno(13);
    /** Bad address. */
    public static final Errno EFAULT = new Errno(14);
    /** Device busy: opens or mappings remain. */
    public static final Errno EBUSY = new Errno(16);
    /** No such device. */
    public static final Errno ENODEV = new Errno(19);
    /** No such file or directory. */
    public static final Errno ENOENT = new Errno(2);
    /** Invalid argument. */
    public static final Errno EINVAL = new Errno(22);
    /** Inappropriate ioctl for the device. */
    public static final Errno ENOTTY = new Errno(25);
    /** A lock the calling thread holds itself would be waited for. */
    public static final Errno EDEADLK = new Errno(45);
    /** Not supported. */
    public static final Errno ENOTSUP = new Errno(48);
    /** Value too large. */
    public static final Errno EOVERFLOW = new Errno(79);
    /** Function not implemented. */
    public static final Errno ENOSYS = new Errno(89);
    /** Waited as long as allowed. */
    public static final Errno ETIMEDOUT = new Errno(145);

    /** DDI_FAILURE and DDI_ME_GENERIC: the bare failure that C writes as -1. */
    public static final Errno DDI_FAILURE = new Errno(-1);
    /** DDI_ME_UNIMPLEMENTED: the nexus does not do this. */
    public static final Errno DDI_ME_UNIMPLEMENTED = new Errno(-2);
    /** DDI_ME_NORESOURCES: the nexus has nothing left to map with. */
    public static final Errno DDI_ME_NORESOURCES = new Errno(-3);
    /** DDI_ME_UNSUPPORTED: the nexus cannot map this kind. */
    public static final Errno DDI_ME_UNSUPPORTED = new Errno(-4);
    /** DDI_ME_REGSPEC_RANGE: offset or length outside the register set. */
    public static final Errno DDI_ME_REGSPEC_RANGE = new Errno(-5);
    /** DDI_ME_RNUMBER_RANGE: no such register set. */
    public static final Errno DDI_ME_RNUMBER_RANGE = new Errno(-6);
    /** DDI_ME_INVAL: invalid request to the nexus. */
    public static final Errno DDI_ME_INVAL = new Errno(-7);
    /** DDI_REGS_ACC_CONFLICT: mapped elsewhere with conflicting attributes. */
    public static final Errno DDI_REGS_ACC_CONFLICT = new Errno(-10);

    private static final Map<Integer, String> NAMES = new TreeMap<>(Map.ofEntries(
            Map.entry(1, "EPERM"), Map.entry(2, "ENOENT"), Map.entry(4, "EINTR"), Map.entry(5, "EIO"),
            Map.entry(6, "ENXIO"), Map.entry(9, "EBADF"), Map.entry(11, "EAGAIN"), Map.entry(12, "ENOMEM"),
            Map.entry(13, "EACCES"), Map.entry(14, "EFAULT"), Map.entry(16, "EBUSY"), Map.entry(19, "ENODEV"),
            Map.entry(22, "EINVAL"), Map.entry(25, "ENOTTY"), Map.entry(45, "EDEADLK"), Map.entry(48, "ENOTSUP"),
            Map.entry(79, "EOVERFLOW"), Map.entry(89, "ENOSYS"), Map.entry(145, "ETIMEDOUT"),
            Map.entry(-1, "DDI_FAILURE"), Map.entry(-2, "DDI_ME_UNIMPLEMENTED"), Map.entry(-3, "DDI_ME_NORESOURCES"),
            Map.entry(-4, "DDI_ME_UNSUPPORTED"), Map.entry(-5, "DDI_ME_REGSPEC_RANGE"),
            Map.entry(-6, "DDI_ME_RNUMBER_RANGE"), Map.entry(-7, "DDI_ME_INVAL"),
            Map.entry(-10, "DDI_REGS_ACC_CONFLICT")));

    /**
     * The error number with this value.
     *
     * @param value any int but 0
     * @return the number
     * @throws IllegalArgumentException if value is 0, which is success
     */
    public static Errno of(int value) {
        return new Errno(value);
    }

    /** Refuses 0: success is a normal return. */
    public Errno {
        if (value == 0) {
            throw new IllegalArgumentException("errno value 0 is success; an error number is any other int");
        }
    }

    /**
     * The symbolic name.
     *
     * @return for example {@code "ENXIO"}, or {@code "errno 1234"} for a number without a name
     */
    public String name() {
        return NAMES.getOrDefault(value, "errno " + value);
    }

    @Override
    public String toString() {
        return name();
    }
}
