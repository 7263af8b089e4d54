package org.devmap.backend.ffm;

import static org.devmap.backend.ffm.LinuxMemory.F_SEAL_FUTURE_WRITE;
import static org.devmap.backend.ffm.LinuxMemory.F_SEAL_GROW;
import static org.devmap.backend.ffm.LinuxMemory.F_SEAL_SEAL;
import static org.devmap.backend.ffm.LinuxMemory.F_SEAL_SHRINK;
import static org.devmap.backend.ffm.LinuxMemory.MFD_ALLOW_SEALING;
import static org.devmap.backend.ffm.LinuxMemory.MFD_CLOEXEC;
import static org.devmap.backend.ffm.LinuxMemory.MFD_HUGETLB;
import static org.devmap.backend.ffm.LinuxMemory.MFD_HUGE_2MB;
import static org.devmap.backend.ffm.LinuxMemory.MFD_NOEXEC_SEAL;

import java.nio.charset.StandardCharsets;

/**
 * A file that lives in memory (memfd_create(2)) and has all of its pages from the start.
 *
 * @param descriptor of this process
 */
record MemoryFile(int descriptor) {

    /** The kernel takes 249 bytes for people to see in {@code /proc/PID/maps}. */
    private static final int LABEL_BYTES = 249;

    /**
     * Makes one and fills it with zeros: shortage shows here.
     *
     * @param length bytes, a multiple of the page size
     * @param huge whether to take pages of 2 MiB
     */
    static MemoryFile create(LinuxMemory linux, String name, long length, boolean huge) throws SystemCallFailure {
        MemoryFile file = new MemoryFile(open(linux, label(name), huge ? MFD_HUGETLB | MFD_HUGE_2MB : 0));
        try {
            linux.fillFile(file.descriptor, length);
            return file;
        } catch (SystemCallFailure failure) {
            file.close(linux);
            throw failure;
        }
    }

    /** Not executable, where the kernel is new enough (6.3) to be told. */
    private static int open(LinuxMemory linux, String label, int flags) throws SystemCallFailure {
        int always = flags | MFD_CLOEXEC | MFD_ALLOW_SEALING;
        try {
            return linux.createFile(label, always | MFD_NOEXEC_SEAL);
        } catch (SystemCallFailure failure) {
            if (failure.errno() != LinuxErrno.EINVAL) {
                throw failure;
            }
            return linux.createFile(label, always);
        }
    }

    /**
     * Fixes size and seals for ever: a peer that could shrink the file could raise SIGBUS here.
     *
     * @param peersReadOnly whether nobody may write from now on but through mappings that exist
     */
    void seal(LinuxMemory linux, boolean peersReadOnly) throws SystemCallFailure {
        int size = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
        linux.addSeals(descriptor, peersReadOnly ? size | F_SEAL_FUTURE_WRITE : size);
    }

    /** Where other processes find it. */
    String path(LinuxMemory linux) {
        return "/proc/" + linux.pid() + "/fd/" + descriptor;
    }

    void close(LinuxMemory linux) throws SystemCallFailure {
        linux.closeFile(descriptor);
    }

    /** The name without control characters, cut at a whole character to the bytes that the kernel takes. */
    static String label(String name) {
        String label = name.replaceAll("\\p{Cntrl}", "_");
        while (label.getBytes(StandardCharsets.UTF_8).length > LABEL_BYTES) {
            label = label.substring(0, label.offsetByCodePoints(label.length(), -1));
        }
        return label;
    }
}
