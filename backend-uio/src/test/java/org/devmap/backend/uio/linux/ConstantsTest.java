package org.devmap.backend.uio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this backend knows of Linux by heart is what the headers of this machine say, whatever its architecture. */
class ConstantsTest {

    @Test
    void everyConstantAndTypeIsThatOfTheHeaders(@TempDir Path directory) throws Exception {
        String program = directory.resolve("constants").toString();
        run(List.of("cc", "-Wall", "-Wextra", "-Werror", "-o", program, "src/test/native/constants.c"));
        Map<String, Long> headers = new TreeMap<>();
        for (String line : run(List.of(program))) {
            int blank = line.lastIndexOf(' ');
            headers.put(line.substring(0, blank), Long.parseLong(line.substring(blank + 1)));
        }

        Map<String, Long> known = new TreeMap<>(flags());
        known.putAll(errnos());
        known.putAll(types());
        assertThat(headers).isEqualTo(known);
    }

    private static List<String> run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            throw new AssertionError("this test needs a C compiler called cc: install gcc and the C library's headers",
                    missing);
        }
        List<String> lines = process.inputReader().readAllLines();
        assertThat(process.waitFor()).as("%s: %s", command, lines).isZero();
        return lines;
    }

    private static Map<String, Long> flags() {
        return Map.ofEntries(
                Map.entry("O_RDWR", (long) LinuxCalls.O_RDWR), Map.entry("O_RDONLY", (long) LinuxCalls.O_RDONLY),
                Map.entry("O_CLOEXEC", (long) LinuxCalls.O_CLOEXEC),
                Map.entry("O_NONBLOCK", (long) LinuxCalls.O_NONBLOCK),
                Map.entry("PROT_READ | PROT_WRITE", (long) LinuxCalls.PROT_READ_WRITE),
                Map.entry("MAP_SHARED", (long) LinuxCalls.MAP_SHARED),
                Map.entry("MAP_PRIVATE", (long) LinuxCalls.MAP_PRIVATE),
                Map.entry("MAP_FIXED", (long) LinuxCalls.MAP_FIXED),
                Map.entry("MAP_ANONYMOUS", (long) LinuxCalls.MAP_ANONYMOUS),
                Map.entry("MAP_NORESERVE", (long) LinuxCalls.MAP_NORESERVE),
                Map.entry("MAP_POPULATE", (long) LinuxCalls.MAP_POPULATE),
                Map.entry("POLLIN", (long) LinuxCalls.POLLIN),
                Map.entry("POLLERR", (long) LinuxCalls.POLLERR), Map.entry("POLLHUP", (long) LinuxCalls.POLLHUP),
                Map.entry("POLLNVAL", (long) LinuxCalls.POLLNVAL),
                Map.entry("EFD_CLOEXEC", (long) LinuxCalls.EFD_CLOEXEC),
                Map.entry("_SC_PAGESIZE", (long) LinuxCalls.SC_PAGESIZE));
    }

    private static Map<String, Long> errnos() {
        return Map.ofEntries(Map.entry("EPERM", (long) LinuxErrno.EPERM), Map.entry("ENOENT", (long) LinuxErrno.ENOENT),
                Map.entry("EINTR", (long) LinuxErrno.EINTR), Map.entry("EIO", (long) LinuxErrno.EIO),
                Map.entry("ENXIO", (long) LinuxErrno.ENXIO), Map.entry("EAGAIN", (long) LinuxErrno.EAGAIN),
                Map.entry("ENOMEM", (long) LinuxErrno.ENOMEM), Map.entry("EACCES", (long) LinuxErrno.EACCES),
                Map.entry("EBUSY", (long) LinuxErrno.EBUSY), Map.entry("ENODEV", (long) LinuxErrno.ENODEV),
                Map.entry("EINVAL", (long) LinuxErrno.EINVAL), Map.entry("EMFILE", (long) LinuxErrno.EMFILE),
                Map.entry("ENOSYS", (long) LinuxErrno.ENOSYS));
    }

    private static Map<String, Long> types() {
        return Map.of("sizeof(off_t)", 8L, "sizeof(ssize_t)", 8L, "sizeof(nfds_t)", 8L, "sizeof(struct pollfd)", 8L,
                "offsetof(struct pollfd, events)", 4L, "offsetof(struct pollfd, revents)", 6L,
                "sysconf(_SC_PAGESIZE)", new LinuxCalls().pageSize());
    }
}
