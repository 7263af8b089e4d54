package org.devmap.backend.sim.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.devmap.DdiException;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.StubHost;
import org.devmap.backend.sim.describe.DescriptionFiles;
import org.devmap.backend.sim.fault.Fault;
import org.devmap.backend.sim.fault.When;
import org.devmap.embed.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

    @TempDir
    private Path folder;
    private Path file;
    private final StubHost host = new StubHost();
    private final SimNexus nexus = new SimNexus("edu0");
    private RegisterModel edu;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("edu.rec");
        host.clock.advance(1_000_000_000);
        nexus.start(host);
        edu = registers(host);
    }

    private static RegisterModel registers(StubHost host) {
        return ((RegisterSet.Modelled) host.nodes.get("edu0").registerSets().get(1)).model();
    }

    private void useTheDevice() throws Exception {
        edu.write(0x08, 4, 5);
        edu.read(0x20, 4);
        host.clock.advance(1_000_000);
        edu.read(0x20, 4);
        edu.read(0x08, 4);
        assertThatThrownBy(() -> edu.write(0x00, 4, 7)).hasMessageContaining("IDENT");
    }

    private Optional<Replay.Difference> replay() throws Exception {
        StubHost other = new StubHost();
        other.clock.advance(42);
        new SimNexus("edu0").start(other);
        return Replay.run(file, Map.of("registers", registers(other)), other.clock);
    }

    @Test
    void everyAccessIsALineWithTimeRegisterWidthAndValue() throws Exception {
        String thread = Thread.currentThread().getName();
        edu.read(0x00, 4);
        try (Closeable recording = nexus.recordings().record("edu0", file)) {
            assertThat(recording).isNotNull();
            useTheDevice();
        }
        edu.read(0x00, 4);

        assertThat(Files.readAllLines(file)).containsExactly(
                "# edu0",
                "0 write registers 0x8 4 0x5 FACTORIAL [" + thread + "]",
                "0 read registers 0x20 4 0x1 STATUS [" + thread + "]",
                "1000000 read registers 0x20 4 0x0 STATUS [" + thread + "]",
                "1000000 read registers 0x8 4 0x78 FACTORIAL [" + thread + "]",
                "1000000 write registers 0x0 4 0x7 !EIO - [" + thread + "]");
    }

    @Test
    void aReplayAgainstTheSameModelHasNoDifferenceLatenciesAndErrorsIncluded() throws Exception {
        try (Closeable recording = nexus.recordings().record("edu0", file)) {
            assertThat(recording).isNotNull();
            useTheDevice();
        }

        assertThat(replay()).isEmpty();
    }

    @Test
    void aReplayNamesTheFirstDifferenceWithItsHistory() throws Exception {
        nexus.faults().inject("edu0", new Fault.StuckBits(new Fault.Where("registers", 0x08, 4), 0x1, 0), When.ALWAYS);
        try (Closeable recording = nexus.recordings().record("edu0", file)) {
            assertThat(recording).isNotNull();
            useTheDevice();
        }

        Replay.Difference difference = replay().orElseThrow();
        assertThat(difference.line()).isEqualTo(5);
        assertThat(difference.recorded().value()).isEqualTo(0x79);
        assertThat(difference.replayed().value()).isEqualTo(0x78);
        assertThat(difference.history()).extracting(Access::register).containsExactly("FACTORIAL", "STATUS", "STATUS");
        assertThat(difference.toString()).contains("line 5 ends differently", "0x79 FACTORIAL", "0x78 FACTORIAL");
    }

    /** A counter that runs on would differ by the time between access and line. */
    @Test
    void theTimeOfALineIsTheTimeThatTheDeviceHasSeen() throws Exception {
        Path timer = Files.writeString(folder.resolve("timer"), "device T\nperipheral T at 0 size 4\n"
                + "register COUNT at 0 ro counter 1_000_000_000\n");
        AtomicLong restless = new AtomicLong();
        DeviceClock clock = new DeviceClock(new RestlessClock(restless));
        RegisterModel count = clock.at(clock.start(), () -> DescriptionFiles.load(timer).device().orElseThrow().peripherals()
                .getFirst().toRegisterFile(clock));
        Recorder recorder = new Recorder();
        RegisterModel recorded = recorder.wrap(count, "t0", "T", clock);
        try (Closeable recording = recorder.record("t0", file)) {
            assertThat(recording).isNotNull();
            recorded.read(0, 4);
            recorded.read(0, 4);
        }

        assertThat(restless.get()).as("looks at the clock").isGreaterThan(2);
        assertThat(Files.readAllLines(file)).hasSize(3);
        ManualClock other = new ManualClock();
        RegisterModel again = DescriptionFiles.load(timer).device().orElseThrow().peripherals().getFirst().toRegisterFile(other);
        assertThat(Replay.run(file, Map.of("T", again), other)).isEmpty();
    }

    /** Passes with every look. */
    private record RestlessClock(AtomicLong now) implements DevmapClock {

        @Override
        public long nanoTime() {
            return now.addAndGet(1_000);
        }

        @Override
        public Alarm schedule(long delayNanos, Runnable action) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void aRecordingThatIsStillOpenIsCompletedWhenTheRecorderGoes() throws Exception {
        Recorder recorder = new Recorder();
        recorder.record("edu0", file);
        recorder.closeAll();

        assertThat(Files.readAllLines(file)).containsExactly("# edu0");
        assertThat(recorder.begin("edu0", host.clock)).as("nobody records").isNull();
    }

    @Test
    void aRefusedSecondRecordingLeavesTheFileOfTheFirstAlone() throws Exception {
        try (Closeable recording = nexus.recordings().record("edu0", file)) {
            assertThat(recording).isNotNull();
            edu.read(0x00, 4);
            assertThatThrownBy(() -> nexus.recordings().record("edu0", file)).isInstanceOf(IOException.class);
        }

        assertThat(Files.readAllLines(file)).hasSize(2).first().isEqualTo("# edu0");
        assertThat(Replay.nodeOf(file)).isEqualTo("edu0");
    }

    /** As an interrupt handler does, while the write that raises the interrupt has not returned. */
    private final class Handler implements InterruptSource.Sink {

        @Override
        public void raised(long events) {
            try {
                edu.write(0x64, 4, edu.read(0x24, 4));
            } catch (DdiException refused) {
                throw new AssertionError(refused);
            }
        }

        @Override
        public void gone() {
            throw new AssertionError("the device is there");
        }
    }

    @Test
    void whatAnAccessBringsAboutComesAfterIt() throws Exception {
        InterruptSource interrupt = host.nodes.get("edu0").interrupts().getFirst();
        interrupt.connect(new Handler());
        interrupt.enable();
        try (Closeable recording = nexus.recordings().record("edu0", file)) {
            assertThat(recording).isNotNull();
            edu.write(0x60, 4, 2);
        }

        assertThat(Files.readAllLines(file)).filteredOn(line -> !line.startsWith("#"))
                .extracting(line -> line.split(" ")[6]).containsExactly("INTERRUPT_RAISE", "INTERRUPT_STATUS", "INTERRUPT_ACK");
        assertThat(replay()).isEmpty();
    }

    @Test
    void anAccessHasTheTimeOfItsBeginning() throws Exception {
        nexus.faults().inject("edu0", new Fault.Slow(Fault.Where.all("registers"), 5_000), When.ALWAYS);
        try (Closeable recording = nexus.recordings().record("edu0", file)) {
            assertThat(recording).isNotNull();
            Thread access = Thread.startVirtualThread(() -> {
                try {
                    edu.read(0x00, 4);
                } catch (DdiException refused) {
                    throw new AssertionError(refused);
                }
            });
            while (host.clock.pending() == 0) {
                Thread.onSpinWait();
            }
            host.clock.advance(5_000);
            access.join();
        }

        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().startsWith("0 read registers 0x0 4 0x10000ed IDENT");
    }

    @Test
    void anAccessThatHasNotEndedIsLeftOut() throws Exception {
        Recorder recorder = new Recorder();
        RegisterModel model = recorder.wrap(edu, "other0", "registers", new DeviceClock(host.clock));
        Closeable recording = recorder.record("other0", file);
        recorder.begin("other0", host.clock);
        model.read(0x00, 4);
        assertThat(Files.readAllLines(file)).isEmpty();
        recording.close();

        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().contains("IDENT");
    }

    @Test
    void aNodeIsRecordedOnceAtATime() throws Exception {
        try (Closeable recording = nexus.recordings().record("edu0", file)) {
            assertThat(recording).isNotNull();
            assertThatThrownBy(() -> nexus.recordings().record("edu0", folder.resolve("other"))).isInstanceOf(IOException.class)
                    .hasMessageContaining("edu0 is being recorded already");
        }
        nexus.recordings().record("edu0", file).close();
    }

    @Test
    void aLineThatIsNoAccessIsNamed() throws Exception {
        Files.writeString(file, "0 peek registers 0x8 4 0x5 - [x]\n");
        assertThatThrownBy(this::replay).hasMessageContaining("line 1: \"0 peek registers");

        Files.writeString(file, "0 read vram 0x8 4 0x5 - [x]\n");
        assertThatThrownBy(this::replay).hasMessageContaining("line 1: there is no model for the set vram");
    }

    @Test
    void everyAccessReadsBackAsItWasWritten() {
        Access access = new Access(-5, "a [b] c", "set", true, 0x10, 8, -1, "CH[1].R", "errno 1234");

        assertThat(Access.parse(access.toString())).isEqualTo(access);
    }
}
