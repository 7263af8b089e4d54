package org.devmap.backend.ffm;

import java.util.Map;

/** Error numbers of Linux as system calls leave them in errno: asm-generic values, alike on x86-64 and aarch64. */
final class LinuxErrno {

    static final int EPERM = 1;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EFAULT = 14;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ENOSPC = 28;
    static final int ENOSYS = 38;

    private static final Map<Integer, String> SENTENCES = Map.of(
            EPERM, "EPERM, not permitted",
            EAGAIN, "EAGAIN, not all of it could be had now",
            ENOMEM, "ENOMEM, not enough memory, mappings or allowance",
            EACCES, "EACCES, access denied",
            EFAULT, "EFAULT, no such address",
            EINVAL, "EINVAL, invalid argument",
            ENFILE, "ENFILE, no descriptors left in the system",
            EMFILE, "EMFILE, no descriptors left in this process (ulimit -n)",
            ENOSPC, "ENOSPC, no space left",
            ENOSYS, "ENOSYS, this kernel or its sandbox has no such call");

    private LinuxErrno() {
    }

    /** The error for people. */
    static String sentence(int errno) {
        return SENTENCES.getOrDefault(errno, "errno " + errno);
    }
}
