package org.devmap.backend.sim.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriberTest {

    private static final String GOOD = "device CHIP\nperipheral P at 0 size 16\nregister R at 0 read-clears\nfield F 0\n";
    private static final String SVD = "<?xml version=\"1.0\"?><device><name>VENDORS</name><version>1</version>"
            + "<description>d</description><addressUnitBits>8</addressUnitBits><width>32</width><size>32</size><peripherals>"
            + "<peripheral><name>P</name><baseAddress>0</baseAddress><addressBlock><offset>0</offset><size>4</size>"
            + "<usage>RAM</usage></addressBlock></peripheral></peripherals></device>";

    @TempDir
    private Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int describe(String... arguments) {
        return new Describer(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void eachFileIsOneAlignedLine() throws Exception {
        String one = file("one.regs", GOOD);
        String second = file("second.regs", GOOD.replace("CHIP", "C"));

        assertThat(describe(one, second)).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines().map(line -> line.replace(folder.toString(), "")).toList()).satisfiesExactly(
                header -> assertThat(header).matches("FILE +DEVICE  PERIPHERALS  REGISTERS  FIELDS  SIDE EFFECTS  WARNINGS"),
                line -> assertThat(line).endsWith("one.regs     CHIP              1          1       1             1         0"),
                line -> assertThat(line).endsWith("second.regs  C                 1          1       1             1         0"));
    }

    @Test
    void aFileThatDoesNotLoadShowsAllItsProblemsAndTheOthersAreDescribed() throws Exception {
        String bad = file("bad.regs", "devise X\nperipheral P at 0 size 16\nregister R at 1\n");

        assertThat(describe(bad, file("good.regs", GOOD))).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(3).allMatch(line -> line.startsWith(bad));
        assertThat(out.toString()).contains("good.regs").doesNotContain("bad.regs");
    }

    @Test
    void warningsAreCountedAndShownWhenAskedFor() throws Exception {
        String svd = file("vendor.svd", SVD.replace("RAM", "Registers"));

        assertThat(describe(svd)).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).contains("VENDORS").endsWith("1\n");
        assertThat(describe("--warnings", svd)).isZero();
        assertThat(err.toString()).contains("is spelled registers");
    }

    @Test
    void aFileThatIsNotThereIsAProblemOfThatFile() throws Exception {
        assertThat(describe(folder.resolve("none.svd").toString(), folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("none.svd: error: there is no such file").contains("error: cannot be read");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void wrongArgumentsShowTheUsage() {
        assertThat(describe()).isEqualTo(2);
        assertThat(describe("--colour", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("no file is named", "unknown option --colour; there is --warnings",
                "usage: devmap describe [--warnings] FILE...");
    }

    @Test
    void theCommandDescribesOnTheStandardStreams() {
        assertThat(new DescribeCommand().apply(List.of())).isEqualTo(2);
    }
}
