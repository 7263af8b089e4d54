package org.devmap.benchmarks.row;

import java.nio.file.Path;
import java.util.List;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.backend.sim.record.DeviceClock;
import org.devmap.backend.sim.record.Recorder;
import org.devmap.backend.sim.register.Register;
import org.devmap.backend.sim.register.RegisterFile;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.embed.ManualClock;

/**
 * A Java machine that accesses a register in a loop and records what arrives at its model: what a compiler of memory
 * accesses likes to merge (the same twice, halves of a whole) and to leave out (what nobody uses).
 */
final class RegisterLoop {

    static final int ROUNDS = 12_000;

    private RegisterLoop() {
    }

    /** The accesses of a round, as a recording has them. */
    static List<String> written(int round) {
        String number = "0x" + Integer.toHexString(round);
        String low = "0x" + Integer.toHexString(round & 0xFFFF);
        String next = "0x" + Integer.toHexString(round + 1);
        return List.of("write model 0x0 4 " + number, "write model 0x0 4 " + number,
                "read model 0x0 4 " + number, "read model 0x0 4 " + number,
                "write model 0x0 2 " + low, "write model 0x2 2 0x0", "read model 0x0 2 " + low, "read model 0x2 2 0x0",
                "read model 0x0 4 " + number, "write model 0x0 4 " + next, "read model 0x0 4 " + next);
    }

    private static int round(Mapping mapping, int round) {
        mapping.setInt(0, round);
        mapping.setInt(0, round);
        mapping.getInt(0);
        int sum = mapping.getInt(0);
        mapping.setShort(0, (short) round);
        mapping.setShort(2, (short) 0);
        sum += mapping.getShort(0) + mapping.getShort(2);
        mapping.getAndAddInt(0, 1);
        return sum + mapping.getInt(0);
    }

    /**
     * Does all rounds.
     *
     * @param words the file of the recording
     * @throws Exception if it cannot
     */
    public static void main(String[] words) throws Exception {
        Recorder recorder = new Recorder();
        RegisterFile registers = RegisterFile.ofSize(Pages.SIZE)
                .add(Register.at(0, "DATA").width(4).widths(2, 4))
                .elsewhere(RegisterFile.Elsewhere.NOTHING).build();
        try (BenchSystem system = BenchSystem.of(recorder.wrap(registers, "bench0", "model",
                new DeviceClock(new ManualClock())))) {
            Mapping mapping = system.loaded(Export.MODELLED, Pages.SIZE);
            int sum = 0;
            try (AutoCloseable _ = recorder.record("bench0", Path.of(words[0]))) {
                for (int round = 0; round < ROUNDS; round++) {
                    sum += round(mapping, round);
                }
            }
            System.out.println("sum " + sum);
        }
    }
}
