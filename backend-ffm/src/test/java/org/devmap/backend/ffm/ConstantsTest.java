package org.devmap.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this backend knows of Linux by heart is what the headers of this machine say, whatever its architecture. */
class ConstantsTest {

    @Test
    void everyConstantAndTypeIsThatOfTheHeaders(@TempDir Path directory) {
        Map<String, Long> headers = new TreeMap<>();
        for (String line : ForkedJvm.run(List.of(CompiledC.program("constants", directory).toString())).out()) {
            int blank = line.lastIndexOf(' ');
            headers.put(line.substring(0, blank), Long.parseLong(line.substring(blank + 1)));
        }

        Map<String, Long> known = new TreeMap<>(Map.ofEntries(
                Map.entry("MAP_SHARED", (long) LinuxMemory.MAP_SHARED),
                Map.entry("MAP_PRIVATE", (long) LinuxMemory.MAP_PRIVATE),
                Map.entry("MAP_FIXED", (long) LinuxMemory.MAP_FIXED),
                Map.entry("MAP_ANONYMOUS", (long) LinuxMemory.MAP_ANONYMOUS),
                Map.entry("PROT_NONE", (long) LinuxMemory.PROT_NONE),
                Map.entry("PROT_READ | PROT_WRITE", (long) LinuxMemory.PROT_READ_WRITE),
                Map.entry("MADV_HUGEPAGE", (long) LinuxMemory.MADV_HUGEPAGE),
                Map.entry("MADV_POPULATE_WRITE", (long) LinuxMemory.MADV_POPULATE_WRITE),
                Map.entry("MFD_CLOEXEC", (long) LinuxMemory.MFD_CLOEXEC),
                Map.entry("MFD_ALLOW_SEALING", (long) LinuxMemory.MFD_ALLOW_SEALING),
                Map.entry("MFD_HUGETLB", (long) LinuxMemory.MFD_HUGETLB),
                Map.entry("MFD_NOEXEC_SEAL", (long) LinuxMemory.MFD_NOEXEC_SEAL),
                Map.entry("MFD_HUGE_2MB", (long) LinuxMemory.MFD_HUGE_2MB),
                Map.entry("F_SEAL_SEAL", (long) LinuxMemory.F_SEAL_SEAL),
                Map.entry("F_SEAL_SHRINK", (long) LinuxMemory.F_SEAL_SHRINK),
                Map.entry("F_SEAL_GROW", (long) LinuxMemory.F_SEAL_GROW),
                Map.entry("F_SEAL_FUTURE_WRITE", (long) LinuxMemory.F_SEAL_FUTURE_WRITE),
                Map.entry("F_ADD_SEALS", (long) LinuxMemory.F_ADD_SEALS),
                Map.entry("F_GET_SEALS", (long) LinuxMemory.F_GET_SEALS),
                Map.entry("_SC_PAGESIZE", (long) LinuxMemory.SC_PAGESIZE)));
        known.putAll(errnos());
        known.putAll(types());

        assertThat(headers).isEqualTo(known);
    }

    private static Map<String, Long> errnos() {
        return Map.of("EPERM", (long) LinuxErrno.EPERM, "EAGAIN", (long) LinuxErrno.EAGAIN, "ENOMEM", (long) LinuxErrno.ENOMEM,
                "EACCES", (long) LinuxErrno.EACCES, "EFAULT", (long) LinuxErrno.EFAULT, "EINVAL", (long) LinuxErrno.EINVAL,
                "ENFILE", (long) LinuxErrno.ENFILE, "EMFILE", (long) LinuxErrno.EMFILE, "ENOSPC", (long) LinuxErrno.ENOSPC,
                "ENOSYS", (long) LinuxErrno.ENOSYS);
    }

    private static Map<String, Long> types() {
        return Map.of("sizeof(off_t)", 8L, "sizeof(ssize_t)", 8L, "sizeof(pid_t)", 4L,
                "sizeof(struct iovec)", LinuxMemory.IOVEC.byteSize(), "offsetof(struct iovec, iov_base)", 0L,
                "offsetof(struct iovec, iov_len)", 8L, "sysconf(_SC_PAGESIZE)", new LinuxMemory().pageSize());
    }
}
