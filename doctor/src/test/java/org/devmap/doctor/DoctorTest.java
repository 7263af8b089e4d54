package org.devmap.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    private static final JavaFindings JAVA =
            new JavaFindings(Runtime.Version.parse("25.0.1+8"), "Somebody", "Linux", "amd64", true);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    private JavaFindings java = JAVA;
    private FakeMachine fake;

    @TempDir
    Path root;

    @BeforeEach
    void makeMachine() throws IOException {
        fake = new FakeMachine(root);
    }

    @Test
    void aMachineThatHasEverythingIsFitForEachUse() {
        for (Use use : Use.values()) {
            assertThat(run("--backend", use.toString())).as(use.toString()).isZero();
        }
        assertThat(lines()).contains("uio: everything it needs is there");
        assertThat(row("uio_pci_generic")).contains("ok").contains("in the kernel");
        assertThat(row("/dev/uio0")).contains("ok").contains("uio_pci_generic at 0000:00:10.0, maps: 1");
        assertThat(row("locked memory")).contains("8388608 bytes");
        assertThat(row("huge pages")).contains("15 of 16 free, 2048 kB each");
    }

    @Test
    void columnsAreAligned() {
        run();
        List<String> table = lines().subList(0, lines().indexOf(""));
        for (String column : List.of("STATE", "WHAT", "FOUND")) {
            int start = table.getFirst().indexOf(column);
            assertThat(table).hasSizeGreaterThan(8).allSatisfy(line -> {
                assertThat(line.charAt(start - 1)).isEqualTo(' ');
                assertThat(line.charAt(start)).isNotEqualTo(' ');
            });
        }
    }

    @Test
    void aModuleThatIsNotLoadedIsMissingWithTheCommandThatLoadsIt() throws IOException {
        fake.remove("sys/module/uio/refcnt");
        fake.remove("sys/module/uio");
        fake.write("lib/modules/" + FakeMachine.RELEASE + "/modules.dep",
                "kernel/drivers/uio/uio_cif.ko: kernel/drivers/uio/uio.ko\nkernel/drivers/uio/uio.ko.xz:\n");
        assertThat(run("--backend", "uio")).isOne();
        assertThat(row("uio")).contains("MISSING").contains("a module, not loaded").endsWith("modprobe uio");
        assertThat(lines()).contains("uio: not here; missing: uio");
    }

    @Test
    void aKernelWithoutUioIsSaidToBeOne() throws IOException {
        fake.remove("sys/module/uio/refcnt");
        fake.remove("sys/module/uio");
        fake.configuration("# CONFIG_UIO is not set\n");
        assertThat(run("--backend", "uio")).isOne();
        assertThat(row("uio")).contains("not in this kernel").endsWith("a kernel with CONFIG_UIO");
    }

    @Test
    void whatIsBuiltInNeedsNoModule() throws IOException {
        fake.remove("sys/module/uio/refcnt");
        fake.remove("sys/module/uio");
        fake.write("lib/modules/" + FakeMachine.RELEASE + "/modules.builtin", "kernel/drivers/uio/uio.ko\n");
        assertThat(run("--backend", "uio")).isZero();
    }

    @Test
    void aMachineWithoutDevicesIsFitForEverythingButUio() throws IOException {
        fake.remove("sys/class/uio/uio0/maps/map0/size");
        fake.remove("sys/class/uio/uio0/maps/map0");
        fake.remove("sys/class/uio/uio0/maps");
        fake.remove("sys/class/uio/uio0/name");
        fake.remove("sys/class/uio/uio0/device");
        fake.remove("sys/class/uio/uio0");
        assertThat(run("--backend", "uio")).isOne();
        assertThat(row("UIO devices")).contains("MISSING").contains("new_id");
        assertThat(run("--backend", "ffm")).isZero();
        assertThat(run()).isZero();
    }

    @Test
    void aDeviceWithoutRightsOrFileIsMissing() throws IOException {
        fake.forbid("dev/uio0");
        assertThat(run("--backend", "uio")).isOne();
        assertThat(row("/dev/uio0")).contains("no right to read and write").contains("udev");
        fake.remove("dev/uio0");
        assertThat(run("--backend", "uio")).isOne();
        assertThat(lines()).anyMatch(line -> line.contains("no such file"));
    }

    @Test
    void aDeviceOfOthersPreventsNothingWhereOneCanBeUsed() throws IOException {
        fake.device("uio1");
        fake.forbid("dev/uio1");
        assertThat(run("--backend", "uio")).isZero();
        assertThat(lines()).contains("uio: everything it needs is there");
        assertThat(row("/dev/uio1")).contains("note").contains("no right to read and write").contains("udev");
        fake.forbid("dev/uio0");
        assertThat(run("--backend", "uio")).isOne();
    }

    @Test
    void configurationSpaceWithoutRightsCostsInterruptsOnly() {
        fake.forbid("sys/class/uio/uio0/device/config");
        assertThat(run("--backend", "uio")).isZero();
        assertThat(row("/dev/uio0 config")).contains("note").contains("no interrupts");
    }

    @Test
    void lockdownPreventsUio() throws IOException {
        fake.write("sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
        assertThat(run("--backend", "uio")).isOne();
        assertThat(row("lockdown")).contains("none [integrity] confidentiality");
    }

    @Test
    void theKernelsConfigurationIsAlsoFoundInBoot() throws IOException {
        fake.remove("proc/config.gz");
        run();
        assertThat(row("IO_STRICT_DEVMEM")).contains("unknown");
        fake.write("boot/config-" + FakeMachine.RELEASE, "CONFIG_IO_STRICT_DEVMEM=y\n");
        printed.reset();
        run();
        assertThat(row("IO_STRICT_DEVMEM")).contains("note").contains("cannot be mapped");
    }

    @Test
    void littleLockedMemoryIsANoteUnlessTheProcessMayLockAnything() throws IOException {
        fake.limits("65536");
        run();
        assertThat(row("locked memory")).contains("note").contains("65536 bytes");
        fake.capabilities("0000000000004000");
        printed.reset();
        run();
        assertThat(row("locked memory")).contains("ok").contains("CAP_IPC_LOCK");
    }

    @Test
    void anOldJavaAndDeniedNativeAccessAndAnotherSystemAreMissing() {
        java = new JavaFindings(Runtime.Version.parse("21"), "Somebody", "Plan 9", "mips", false);
        assertThat(run()).isOne();
        assertThat(row("Java")).contains("MISSING").contains("JDK 25");
        assertThat(row("platform")).contains("MISSING").contains("Plan 9 on mips");
        assertThat(row("native access")).contains("MISSING").endsWith("--enable-native-access=ALL-UNNAMED");
        java = new JavaFindings(Runtime.Version.parse("25"), "Somebody", "Linux", "amd64", false);
        assertThat(run("--backend=sim")).isZero();
        assertThat(run("--backend=ffm")).isOne();
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThat(run("--backend", "fpga")).isEqualTo(2);
        assertThat(complaints.toString(StandardCharsets.UTF_8))
                .contains("no such backend: fpga; there are: sim, ffm, uio");
        assertThat(run("--all")).isEqualTo(2);
        assertThat(complaints.toString(StandardCharsets.UTF_8))
                .contains("wrong arguments --all; there is --backend NAME");
    }

    private int run(String... arguments) {
        return new Doctor(Doctor.examine(fake.machine(), java), new PrintStream(printed, true, StandardCharsets.UTF_8),
                new PrintStream(complaints, true, StandardCharsets.UTF_8)).run(List.of(arguments));
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** The first row about something. */
    private String row(String what) {
        return lines().stream().filter(line -> line.contains("  " + what + "  ")).findFirst().orElseThrow();
    }
}
