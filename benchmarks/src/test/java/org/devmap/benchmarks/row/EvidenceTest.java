package org.devmap.benchmarks.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.sim.record.DeviceClock;
import org.devmap.backend.sim.record.Recorder;
import org.devmap.backend.sim.register.Register;
import org.devmap.backend.sim.register.RegisterFile;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.embed.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the figures rest on: accesses are made as they are written, and cost no garbage. */
@Timeout(300)
class EvidenceTest {

    private static final int LOOPS = 20_000;
    private static final int ALLOCATION_LOOPS = 1000;

    @TempDir
    private Path directory;

    /** Compiled code included: no compiler may merge, split, repeat or leave out an access to a register. */
    @Test
    void aLoopOverARegisterMakesExactlyTheAccessesThatAreWritten() throws Exception {
        Recorder recorder = new Recorder();
        RegisterFile registers = RegisterFile.ofSize(Pages.SIZE).add(Register.at(0, "DATA").width(4))
                .elsewhere(RegisterFile.Elsewhere.NOTHING).build();
        RegisterModel model = recorder.wrap(registers, "bench0", "model", new DeviceClock(new ManualClock()));
        Path file = directory.resolve("accesses.txt");
        try (BenchSystem system = BenchSystem.of(model)) {
            Mapping mapping = system.loaded(Export.MODELLED, Pages.SIZE);
            try (AutoCloseable _ = recorder.record("bench0", file)) {
                for (int i = 0; i < LOOPS; i++) {
                    mapping.setInt(0, i);
                    mapping.setInt(0, i);
                    mapping.getInt(0);
                }
            }
        }
        List<String> accesses = Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
        assertThat(accesses).hasSize(3 * LOOPS);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < accesses.size(); i++) {
            String wanted = (i % 3 == 2 ? " read" : " write") + " model 0x0 4 0x" + Integer.toHexString(i / 3) + " ";
            if (!accesses.get(i).contains(wanted)) {
                wrong.add(i + ": " + accesses.get(i) + " should have" + wanted);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Export.class, names = {"PLAIN", "WATCHED", "UNORDERED", "STRICT"})
    void anAccessAllocatesNothing(Export export) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        try (BenchSystem system = BenchSystem.of(Pages.SIZE)) {
            Mapping mapping = system.loaded(export, Pages.SIZE);
            accesses(mapping);
            long before = threads.getThreadAllocatedBytes(thread);
            long nothing = threads.getThreadAllocatedBytes(thread) - before;
            long start = threads.getThreadAllocatedBytes(thread);
            long sum = accesses(mapping);
            long allocated = threads.getThreadAllocatedBytes(thread) - start - nothing;
            assertThat(sum).isNotZero();
            // Less than a byte for a thousand accesses: no access allocates, whatever the machine itself may do once in
            // a while.
            assertThat(allocated).isLessThan(ALLOCATION_LOOPS * Pages.SIZE / Integer.BYTES / 1000);
        }
    }

    private static long accesses(Mapping mapping) {
        long sum = 0;
        for (int i = 0; i < ALLOCATION_LOOPS; i++) {
            for (long at = 0; at < Pages.SIZE; at += Integer.BYTES) {
                mapping.setInt(at, i);
                sum += mapping.getInt(at) + mapping.getLong(at & -Long.BYTES);
            }
        }
        return sum;
    }
}
