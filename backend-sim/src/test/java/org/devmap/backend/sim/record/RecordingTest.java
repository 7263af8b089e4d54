package org.devmap.backend.sim.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.StubHost;
import org.devmap.backend.sim.fault.Fault;
import org.devmap.backend.sim.fault.When;
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
        assertThat(difference.line()).isEqualTo(4);
        assertThat(difference.recorded().value()).isEqualTo(0x79);
        assertThat(difference.replayed().value()).isEqualTo(0x78);
        assertThat(difference.history()).extracting(Access::register).containsExactly("FACTORIAL", "STATUS", "STATUS");
        assertThat(difference.toString()).contains("line 4 ends differently", "0x79 FACTORIAL", "0x78 FACTORIAL");
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

        assertThat(Files.readAllLines(file)).extracting(line -> line.split(" ")[6])
                .containsExactly("INTERRUPT_RAISE", "INTERRUPT_STATUS", "INTERRUPT_ACK");
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

        assertThat(Files.readAllLines(file)).singleElement().asString().startsWith("0 read registers 0x0 4 0x10000ed IDENT");
    }

    @Test
    void anAccessThatHasNotEndedIsLeftOut() throws Exception {
        Recorder recorder = new Recorder();
        RegisterModel model = recorder.wrap(edu, "other0", "registers", host.clock);
        Closeable recording = recorder.record("other0", file);
        recorder.begin("other0");
        model.read(0x00, 4);
        assertThat(Files.readAllLines(file)).isEmpty();
        recording.close();

        assertThat(Files.readAllLines(file)).singleElement().asString().contains("IDENT");
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
        assertThatThrownBy(this::replay).hasMessageContaining("\"0 peek registers");

        Files.writeString(file, "0 read vram 0x8 4 0x5 - [x]\n");
        assertThatThrownBy(this::replay).hasMessageContaining("line 1: there is no model for the set vram");
    }

    @Test
    void everyAccessReadsBackAsItWasWritten() {
        Access access = new Access(-5, "a [b] c", "set", true, 0x10, 8, -1, "CH[1].R", "errno 1234");

        assertThat(Access.parse(access.toString())).isEqualTo(access);
    }
}
