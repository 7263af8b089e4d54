package org.devmap.backend.sim.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.devmap.DdiException;
import org.devmap.RegisterDescription;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.StubHost;
import org.devmap.embed.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of models that make mistakes, and on disks that are full. */
class BrokenRecordingTest {

    @TempDir
    private Path folder;
    private Path file;
    private final DeviceClock clock = new DeviceClock(new ManualClock());
    private final Recorder recorder = new Recorder();
    private RegisterModel edu;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("edu.rec");
        StubHost host = new StubHost();
        new SimNexus("edu0").start(host);
        edu = ((RegisterSet.Modelled) host.nodes.get("edu0").registerSets().get(1)).model();
    }

    @Test
    void aFileThatIsBeingWrittenIsNotOpenedForAnotherDevice() throws Exception {
        Path detour = folder.resolve("..").resolve(folder.getFileName()).resolve("edu.rec");
        try (Closeable recording = recorder.record("edu0", file)) {
            assertThat(recording).isNotNull();
            assertThatThrownBy(() -> recorder.record("context0", detour)).isInstanceOf(IOException.class)
                    .hasMessage("edu0 is being recorded to " + detour + "; name another file");
        }
        recorder.record("context0", detour).close();
        assertThat(Files.readAllLines(file)).containsExactly("# context0");
    }

    /** Nothing behind a line that is waited for can be written. */
    @Test
    void anAccessThatEndsByAMistakeOfTheModelHoldsUpNoOther() throws Exception {
        RegisterModel model = recorder.wrap(new MistakenModel(edu), "edu0", "registers", clock);
        try (Closeable recording = recorder.record("edu0", file)) {
            Recorder.Line earlier = recorder.begin("edu0", clock);
            assertThatThrownBy(() -> model.write(0x00, 4, 1)).isInstanceOf(IllegalStateException.class);
            model.read(0x00, 4);
            assertThat(recording).isNotNull();
            earlier.leaveOutIfNotEnded();
            for (int i = 0; i < 1_000; i++) {
                model.read(0x00, 4);
            }
            assertThat(Files.size(file)).as("what was written before the end").isPositive();
        }

        assertThat(Files.readAllLines(file)).hasSize(1_002);
    }

    /** Its writes fail in a way that no model may. */
    private record MistakenModel(RegisterModel model) implements RegisterModel {

        @Override
        public long size() {
            return model.size();
        }

        @Override
        public List<RegisterDescription> registers() {
            return model.registers();
        }

        @Override
        public long read(long offset, int width) throws DdiException {
            return model.read(offset, width);
        }

        @Override
        public void write(long offset, int width, long value) {
            throw new IllegalStateException("a mistake");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRecordingThatCannotBeWrittenEndsClosesItsFileAndSaysSo() throws Exception {
        Path full = Path.of("/dev/full");
        RegisterModel model = recorder.wrap(edu, "edu0", "registers", clock);
        Closeable recording = recorder.record("edu0", full);
        assertThat(descriptorsOf(full)).isOne();
        for (int i = 0; i < 1_000; i++) {
            model.read(0x00, 4);
        }

        assertThat(recorder.begin("edu0", clock)).as("nobody records").isNull();
        assertThat(descriptorsOf(full)).isZero();
        assertThatThrownBy(recording::close).isInstanceOf(IOException.class).hasMessageContaining("No space left");
    }

    private static long descriptorsOf(Path file) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(descriptor -> {
                try {
                    return Files.readSymbolicLink(descriptor).equals(file);
                } catch (IOException goneMeanwhile) {
                    return false;
                }
            }).count();
        }
    }
}
