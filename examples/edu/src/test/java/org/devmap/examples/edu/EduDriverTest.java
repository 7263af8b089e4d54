package org.devmap.examples.edu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.app.AddressSpace;
import org.devmap.app.Mapping;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver at the simulated device that is there by default, as an application sees it. */
@Timeout(60)
class EduDriverTest {

    private final List<String> diagnostics = new CopyOnWriteArrayList<>();
    private final DevmapSystem system = DevmapSystem.create(
            SystemConfiguration.builder().clock(new PatientClock()).discoverBackends().diagnostics(diagnostics::add)
                    .build());
    private final AddressSpace space = system.spaces().create("application");
    private DevmapSystem.Registration driver;
    private EduFile edu;

    @BeforeEach
    void open() throws DdiException {
        driver = system.registerDriver(new EduDriver(), "pci1234,11e8", "edu");
        edu = EduFile.open(space, "registers");
    }

    @AfterEach
    void close() {
        system.close();
    }

    private static void assertRefused(Errno errno, String message, Callable<?> call) {
        DdiException refused = catchThrowableOfType(DdiException.class, call::call);
        assertThat(refused).isNotNull();
        assertThat(refused.errno()).isEqualTo(errno);
        assertThat(refused).hasStackTraceContaining(message);
    }

    @Test
    void theRegistersAreMappedIntoTheApplication() throws DdiException {
        Mapping registers = edu.map();
        assertThat(registers.length()).isEqualTo(1 << 20);
        assertThat(registers.getInt(EduRegisters.IDENTITY)).isEqualTo(0x0100_00ED);
        registers.setInt(EduRegisters.LIVENESS, 0x1234_5678);
        assertThat(registers.getInt(EduRegisters.LIVENESS)).isEqualTo(0xEDCB_A987);
        assertThat(edu.map(Pages.SIZE, 2 * Pages.SIZE).length()).isEqualTo(2 * Pages.SIZE);
    }

    @ParameterizedTest
    @CsvSource({"registers, 1048576, 4096", "registers, 1044480, 8192", "registers, -4096, 4096", "buffer, 4096, 4096",
        "buffer, 0, 8192", "buffer, -4096, 4096"})
    void whatLiesOutsideCannotBeMapped(String minor, long offset, long length) throws DdiException {
        EduFile file = EduFile.open(space, minor);
        assertRefused(Errno.ENXIO, "bytes that can be mapped", () -> file.map(offset, length));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "5, 120", "12, 479001600", "13, 1932053504", "33, -2147483648", "34, 0", "-1, 0"})
    void theFactorialIsThereWhenTheCommandReturns(int number, int factorial) throws DdiException {
        assertThat(edu.command(EduIoctl.FACTORIAL, number)).isEqualTo(factorial);
    }

    /** Also where the application has changed what tells the driver that the factorial is there. */
    @Test
    void theDriverSetsUpTheDeviceForEachFactorial() throws DdiException {
        edu.map().setInt(EduRegisters.STATUS, 0);
        assertThat(edu.command(EduIoctl.FACTORIAL, 5)).isEqualTo(120);
    }

    @Test
    void eachInterruptIsCountedAndAcknowledgedWhenTheCommandReturns() throws DdiException {
        Mapping registers = edu.map();
        for (int i = 1; i <= 1000; i++) {
            edu.command(EduIoctl.RAISE, 0x2);
            assertThat(registers.getInt(EduRegisters.INTERRUPT_STATUS)).isZero();
            assertThat(edu.count(EduIoctl.COUNTS_ALL)).isEqualTo(i);
        }
        assertThat(edu.count(EduIoctl.COUNTS_MISSED)).isZero();
    }

    @Test
    void severalReasonsAreOneInterrupt() throws DdiException {
        edu.command(EduIoctl.RAISE, 0x8000_0046);
        assertThat(edu.count(EduIoctl.COUNTS_ALL)).isEqualTo(1);
    }

    @Test
    void anInterruptThatTheApplicationRaisesByItselfIsAcknowledgedToo() throws DdiException {
        Mapping registers = edu.map();
        registers.setInt(EduRegisters.INTERRUPT_RAISE, 0x1);
        edu.command(EduIoctl.RAISE, 0x2);
        assertThat(registers.getInt(EduRegisters.INTERRUPT_STATUS)).isZero();
    }

    @Test
    void commandsOfSeveralThreadsDoNotLoseEachOther() throws Exception {
        List<Callable<Integer>> commands = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            commands.add(() -> edu.command(EduIoctl.FACTORIAL, 5));
            commands.add(() -> edu.command(EduIoctl.RAISE, 0x2) + 118);
            commands.add(() -> edu.command(EduIoctl.RAISE, 0x6) + 114);
            commands.add(() -> edu.command(EduIoctl.SEND, 120));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> result : threads.invokeAll(commands)) {
                assertThat(result.get()).isEqualTo(120);
            }
        }
    }

    @Test
    void bytesGoToTheDeviceAndComeBack() throws DdiException {
        Mapping buffer = EduFile.open(space, "buffer").map();
        buffer.fill(0, 4096, (byte) 1);
        edu.command(EduIoctl.SEND, 4095);
        buffer.fill(0, 4096, (byte) 2);
        edu.command(EduIoctl.SEND, 16);
        buffer.fill(0, 4096, (byte) 3);
        edu.command(EduIoctl.RECEIVE, 32);
        assertThat(buffer.getByte(0)).isEqualTo((byte) 2);
        assertThat(buffer.getByte(15)).isEqualTo((byte) 2);
        assertThat(buffer.getByte(16)).isEqualTo((byte) 1);
        assertThat(buffer.getByte(31)).isEqualTo((byte) 1);
        assertThat(buffer.getByte(32)).isEqualTo((byte) 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {EduIoctl.SEND, EduIoctl.RECEIVE})
    void aTransferIsFrom1To4095BytesLong(int command) {
        assertRefused(Errno.EINVAL, "length 0 must be from 1 to 4095", () -> edu.command(command, 0));
        assertRefused(Errno.EINVAL, "length 4096", () -> edu.command(command, 4096));
        assertRefused(Errno.EINVAL, "length -1", () -> edu.command(command, -1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x1, 0x100, 0x103})
    void reasonsOfTheDeviceItselfAndNoneAreRefused(int reasons) {
        assertRefused(Errno.EINVAL, "reasons 0x%x".formatted(reasons), () -> edu.command(EduIoctl.RAISE, reasons));
    }

    @Test
    void whoOnlyReadsMayAskForTheCountsAlone() throws DdiException {
        EduFile reader = EduFile.open(space, "registers", OpenFlags.READ);
        assertThat(reader.count(EduIoctl.COUNTS_ALL)).isZero();
        for (int command : List.of(EduIoctl.FACTORIAL, EduIoctl.RAISE, EduIoctl.SEND, EduIoctl.RECEIVE)) {
            assertRefused(Errno.EBADF, "open for writing", () -> reader.command(command, 2));
        }
    }

    @Test
    void anUnknownCommandAndAnArgumentThatIsMissingAreRefused() {
        assertRefused(Errno.ENOTTY, "0x4506", () -> edu.command(0x4506, 0));
        assertRefused(Errno.EFAULT, "0x4501", () -> edu.file().ioctl(EduIoctl.FACTORIAL));
    }

    @Test
    void nothingIsLeftWhenTheDriverHasGone() throws DdiException {
        assertThat(system.snapshot().cookies()).isNotEmpty();
        edu.command(EduIoctl.RAISE, 0x2);
        driver.close();
        assertThat(system.snapshot().node("edu0").orElseThrow().state()).isEqualTo(NodeSnapshot.State.UNBOUND);
        assertThat(system.snapshot().cookies()).isEmpty();
        assertThat(diagnostics).as("what the framework had to end").isEmpty();
        system.registerDriver(new EduDriver(), "edu");
        assertThat(EduFile.open(space, "registers").command(EduIoctl.FACTORIAL, 5)).isEqualTo(120);
    }
}
