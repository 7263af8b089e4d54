package org.devmap.itests.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands that everybody has, on real devices: the distribution as it was built, in a framework. */
class CommandTest {

    /** The picture that the host has made for the demo, and finds in the memory of the screen afterwards. */
    private static final Path PICTURE = Path.of("/mnt/picture.png");

    private record Ended(int status, String output) {

        /** The one line of a table about something, its columns separated by single blanks. */
        String row(String what) {
            List<String> rows = output.lines().filter(line -> line.startsWith(what)).toList();
            assertThat(rows).as(what + " in:\n" + output).hasSize(1);
            return rows.getFirst().replaceAll(" {2,}", " ");
        }
    }

    @Test
    void doctorFindsThisMachineFit() throws Exception {
        Ended doctor = devmap("doctor", "--backend", "uio");
        assertThat(doctor.status()).as(doctor.output()).isZero();
        assertThat(doctor.output()).contains("uio: everything it needs is there")
                .contains("/dev/uio0", "uio_pci_generic at 0000:00:10.0", "/dev/uio3", "at 0000:00:13.0");
    }

    @Test
    void eduPassesEveryCheck() throws Exception {
        Ended edu = devmap("edu", "--backend", "uio");
        assertThat(edu.status()).as(edu.output()).isZero();
        assertThat(edu.output()).contains("pci1234,11e8@0000.00.10.0 of uio");
        assertThat(edu.row("the identity")).contains("0x010000ed 0x010000ed");
        assertThat(edu.row("5!")).contains("120 120");
        assertThat(edu.row("interrupts")).contains("1000 1000");
        assertThat(edu.row("missed interrupts")).contains("0 0");
        assertThat(edu.row("DMA of ")).contains("0 differ 0 differ");
    }

    @Test
    void demoDrawsIntoTheMemoryOfADevice() throws Exception {
        Ended demo = devmap("demo", "--backend", "uio", "--out", "/mnt/screen.png", PICTURE.toString());
        assertThat(demo.status()).as(demo.output()).isZero();
        assertThat(demo.output()).contains("memory is hosted by ffm", "checks, all right");
    }

    @Test
    void theSuiteHoldsInTheMemoryOfADevice() throws Exception {
        ProcessBuilder suite = command("conformance", "--backend", "uio", "--section", "3.6", "--section", "3.14");
        suite.environment().merge("DEVMAP_JAVA_OPTIONS",
                "-Dorg.devmap.backend.uio.memory=" + Device.SUITE.place() + "/map1",
                (others, memory) -> others + " " + memory);
        Ended ended = end(suite);
        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("section 3.14 on uio").contains("36 passed, 0 failed, 0 skipped");
    }

    private static Ended devmap(String... arguments) throws IOException, InterruptedException {
        return end(command(arguments));
    }

    private static ProcessBuilder command(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder("devmap").redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        return builder;
    }

    private static Ended end(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(line -> {
                System.out.println("  " + line);
                output.append(line).append('\n');
            });
        }
        return new Ended(process.waitFor(), output.toString());
    }
}
