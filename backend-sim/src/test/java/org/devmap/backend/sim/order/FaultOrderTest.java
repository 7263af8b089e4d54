package org.devmap.backend.sim.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.devmap.backend.sim.SimDevice;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.StubHost;
import org.devmap.backend.sim.device.BuiltInDevices;
import org.devmap.backend.sim.device.DeviceSettings;
import org.devmap.backend.sim.fault.Fault;
import org.devmap.backend.sim.fault.FaultDesk;
import org.devmap.backend.sim.fault.Faults.Injection;
import org.devmap.backend.sim.fault.When;
import org.devmap.backend.sim.record.Recorder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults in words. */
class FaultOrderTest {

    private final FaultDesk desk = new FaultDesk();
    private final StubHost host = new StubHost();
    private final SimNexus nexus = new SimNexus(desk, new Recorder(), "context0", "edu0");

    @BeforeEach
    void start() throws Exception {
        nexus.start(host);
        nexus.add(timer("timer0"));
    }

    private static SimDevice timer(String name) {
        return BuiltInDevices.of(DeviceSettings.described(name, Path.of("timer.device").toString()));
    }

    private Injection order(String line) {
        List<String> words = List.of(line.split(" "));
        return FaultOrder.parse(words.getFirst(), words.subList(1, words.size()))
                .inject(desk, Optional.ofNullable(desk.devices().get(words.getFirst())));
    }

    private static Fault.Where control(long offset, long length) {
        return new Fault.Where("control", offset, length);
    }

    @Test
    void eachFaultHasItsWords() {
        assertThat(order("context0 stuck STATUS.READY 0").fault()).isEqualTo(new Fault.StuckBits(control(8, 4), 0, 1));
        assertThat(order("context0 stuck STATUS.BANK 0xa").fault()).isEqualTo(new Fault.StuckBits(control(8, 4), 0xA00, 0x500));
        assertThat(order("context0 stuck SELECT 5").fault())
                .isEqualTo(new Fault.StuckBits(control(0, 4), 5, 0xFFFF_FFFAL));
        assertThat(order("context0 stuck control:0x8/2 1 3").fault()).isEqualTo(new Fault.StuckBits(control(8, 2), 1, 2));
        assertThat(order("edu0 stuck registers:0x80/8 0xffffffffffffffff").fault())
                .isEqualTo(new Fault.StuckBits(new Fault.Where("registers", 0x80, 8), -1, 0));
        assertThat(order("context0 bus-error IDENT").fault()).isEqualTo(new Fault.BusFailure(control(0xC, 4)));
        assertThat(order("context0 bus-error 2:STATUS").fault()).isEqualTo(new Fault.BusFailure(control(8, 4)));
        assertThat(order("context0 bus-error window").fault()).isEqualTo(new Fault.BusFailure(Fault.Where.all("window")));
        assertThat(order("context0 bus-error window:0/4096").fault())
                .isEqualTo(new Fault.BusFailure(new Fault.Where("window", 0, 4096)));
        assertThat(order("context0 slow control:4 20us").fault()).isEqualTo(new Fault.Slow(control(4, 4), 20_000));
        assertThat(order("context0 hang STATUS 2s").fault()).isEqualTo(new Fault.Hang(control(8, 4), 2_000_000_000L));
        assertThat(order("context0 removed").fault()).isEqualTo(new Fault.Removal());
        assertThat(order("edu0 lost-interrupt 0").fault()).isEqualTo(new Fault.LostInterrupt(0));
        assertThat(order("edu0 spurious-interrupt 0").fault()).isEqualTo(new Fault.SpuriousInterrupt(0));
        assertThat(order("sim out-of-memory").fault()).isEqualTo(new Fault.AllocationFailure());
    }

    @Test
    void howOftenIsSaidBehindIt() {
        assertThat(order("edu0 removed").when()).isEqualTo(When.ALWAYS);
        assertThat(order("context0 bus-error IDENT once").when()).isEqualTo(When.ONCE);
        assertThat(order("sim out-of-memory times 3").when()).isEqualTo(When.times(3));
        assertThat(order("context0 slow IDENT 1ms probability 0.25").when()).isEqualTo(When.randomly(0.25, 0));
        assertThat(order("context0 slow IDENT 1ms probability 0.25 seed 42 times 2").when())
                .isEqualTo(new When(0.25, 42, 2));
        assertThat(order("edu0 spurious-interrupt 0").when()).isEqualTo(When.ONCE);
    }

    /** What is shown can be typed. */
    @ParameterizedTest
    @ValueSource(strings = {"context0 stuck STATUS.READY 0x0", "context0 stuck STATUS.BANK 0xa", "context0 stuck SELECT 0x5",
        "context0 stuck SELECT 0x4 0x6", "context0 stuck control:0x8/2 0x1 0x3", "context0 bus-error IDENT",
        "context0 bus-error window", "context0 bus-error window:0x10/16 once", "context0 slow SELECT 20us times 7",
        "context0 hang STATUS 2s", "context0 slow STATUS 1500ns", "context0 removed", "edu0 lost-interrupt 0",
        "sim out-of-memory times 3", "timer0 bus-error COMPARE[1] probability 0.01 seed 42 times 2"})
    void faultsAreShownInTheWordsOfTheirOrder(String line) {
        Injection injection = order(line);
        String when = FaultOrder.when(injection.when());
        String device = injection.node().isEmpty() ? "sim" : injection.node();

        assertThat(device + " " + FaultOrder.fault(desk, injection) + (when.equals("always") ? "" : " " + when)).isEqualTo(line);
    }

    @Test
    void aNameThatSeveralSetsHaveIsShownWithItsSet(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("two.device"), """
                device TWO
                peripheral LEFT at 0 size 0x10
                  register A at 0
                    field LOW 0
                peripheral RIGHT at 0x10 size 0x10
                  register A at 0
                    field LOW 0
                """);
        nexus.add(BuiltInDevices.of(DeviceSettings.described("two0", file.toString())));

        assertThat(FaultOrder.fault(desk, order("two0 bus-error RIGHT:A"))).isEqualTo("bus-error RIGHT:A");
        assertThat(FaultOrder.fault(desk, order("two0 stuck 1:A.LOW 1"))).isEqualTo("stuck RIGHT:A.LOW 0x1");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiterString = " => ", value = {
        "context0 frozen => FAULT 'frozen' must be one of stuck, bus-error, slow, hang, removed, lost-interrupt,"
                + " spurious-interrupt, out-of-memory",
        "context0 stuck SELECT => stuck: VALUE is missing; it is: stuck PLACE VALUE [BITS]",
        "context0 removed now => removed: 'now' is one word too many; it is: removed"
                + " [once|times N|probability P [seed S] [times N]]",
        "context0 bus-error NOPE => PLACE 'NOPE': context0 has the registers ID, COMMAND_STATUS, CLASS_REVISION, INTERRUPT, SELECT,"
                + " SWITCHES, STATUS, IDENT and the sets config, window, control; a place is REGISTER|REGISTER.FIELD|SET|"
                + "SET:OFFSET[/BYTES]",
        "context0 bus-error control:NOPE => PLACE 'NOPE': the set control describes SELECT, SWITCHES, STATUS, IDENT; an offset is a"
                + " number, for example control:0x10/4",
        "context0 bus-error control:0x1000 => PLACE '0x1000' must lie inside the set control, which has 0x1000 bytes, and have at"
                + " least one byte",
        "context0 bus-error control:0/0 => PLACE '0/0' must lie inside the set control, which has 0x1000 bytes, and have at least"
                + " one byte",
        "context0 bus-error STATUS.READY => PLACE 'STATUS.READY' must be a register, a set or a range: an access that fails or"
                + " takes time does so for all fields of a register",
        "context0 stuck window 1 => PLACE 'window' must have at most 8 bytes to be stuck",
        "context0 stuck STATUS.READY 2 => VALUE 2 must fit into the 1 bit of the place",
        "context0 stuck SELECT one => VALUE 'one' must be a number below 2^64, decimal or 0x and hexadecimal digits",
        "context0 slow SELECT 5 => TIME '5' must be a number with one of the units ns, us, ms, s, for example 5ms",
        "context0 slow SELECT ms => TIME 'ms' must be a number with one of the units ns, us, ms, s, for example 5ms",
        "context0 slow SELECT 86401s => TIME '86401s' must be at most a day, 86400s",
        "context0 lost-interrupt 0 => context0 has no interrupts",
        "edu0 lost-interrupt 1 => NUMBER 1 must be from 0 to 0",
        "edu0 removed probability 2 => probability '2' must be a number from 0 to 1, for example 0.01",
        "edu0 removed probability often => probability 'often' must be a number from 0 to 1, for example 0.01",
        "edu0 removed times => a number is missing behind 'times'; it is: once|times N|probability P [seed S] [times N]",
        "edu0 removed times 0 => times 0 must be from 1 to 2^63-1",
        "edu0 removed once more => 'more' is no part of: once|times N|probability P [seed S] [times N]",
        "edu0 spurious-interrupt 0 times 2 => a spurious interrupt comes at once, and once; order it again for another one",
        "edu0 out-of-memory => out-of-memory is a fault of the memory provider: its device is sim, not edu0",
        "sim removed => sim is the memory provider: its fault is out-of-memory, not removed"})
    void whatIsWrongIsToldInOneSentence(String line, String message) {
        assertThatThrownBy(() -> order(line)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
        assertThat(desk.active()).isEmpty();
    }

    private record Configuration(String device, String fault) implements ConfiguredFault.Config {

        @Override
        public Class<? extends Annotation> annotationType() {
            return ConfiguredFault.Config.class;
        }
    }

    @Test
    void aConfiguredFaultIsInEffectBeforeAnybodySeesTheDeviceAndEndsWithItsConfiguration() throws Exception {
        ConfiguredFault fault = new ConfiguredFault(new Configuration("timer7", "bus-error  STATUS times 3"), desk);
        assertThat(desk.active()).isEmpty();
        host.whenPublished = node -> assertThat(desk.active()).hasSize(1);

        nexus.add(timer("timer7"));

        assertThat(desk.active()).singleElement()
                .satisfies(injection -> assertThat(FaultOrder.fault(desk, injection)).isEqualTo("bus-error STATUS"));
        fault.end();
        assertThat(desk.active()).isEmpty();
    }

    @Test
    void aConfiguredFaultOfADeviceThatIsThereIsInEffectAtOnce() {
        ConfiguredFault fault = new ConfiguredFault(new Configuration("timer0", "removed"), desk);
        ConfiguredFault memory = new ConfiguredFault(new Configuration("sim", "out-of-memory"), desk);
        assertThat(desk.active()).hasSize(2);
        fault.end();
        memory.end();
        assertThat(desk.active()).isEmpty();
    }

    @Test
    void aConfigurationThatGoesBeforeItsDeviceComesHasNoEffect() throws Exception {
        new ConfiguredFault(new Configuration("timer7", "removed"), desk).end();
        nexus.add(timer("timer7"));
        assertThat(desk.active()).isEmpty();
    }

    @Test
    void aConfiguredFaultThatIsWrongIsLeftOut() {
        new ConfiguredFault(new Configuration("timer0", "melted"), desk).end();
        new ConfiguredFault(new Configuration("timer0", "bus-error NOPE"), desk).end();
        assertThat(desk.active()).isEmpty();
    }
}
