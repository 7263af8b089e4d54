package org.devmap.benchmarks.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.process.CProgram;
import org.devmap.benchmarks.table.Group;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Target;
import org.devmap.driver.DevmapCookie;

/** A context that is used for a while and taken away: what a cycle costs, by how much it was used. */
final class CycleRows {

    private static final int CYCLES = 100;

    private CycleRows() {
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("cycle", Group.CONTEXT, "unload, fault, access callback, load",
                "C: mprotect and a SIGSEGV handler",
                Optional.of(Target.atMost(0.2)), "ns", Row.How.SAMPLES, _ -> briefly()));
        rows.add(used("cycle-100", 100));
        rows.add(used("cycle-10k", 10_000));
        rows.add(used("cycle-1m", 1_000_000));
        return rows;
    }

    private static Row used(String id, int accesses) {
        return new Row(id, Group.CONTEXT, "the same with %,d accesses between unloads".formatted(accesses),
                "the better of guarded and direct, in hindsight", Optional.of(Target.atMost(2)), "ns", Row.How.SAMPLES,
                _ -> used(accesses));
    }

    private static Pair briefly() throws Exception {
        BenchSystem system = BenchSystem.of(Pages.SIZE);
        Mapping mapping = system.loaded(Export.WATCHED, Pages.SIZE);
        return new Pair(cycle(mapping, system.handleOf(mapping), 1, CYCLES), CProgram.start("fault"), system);
    }

    private static Pair used(int accesses) throws Exception {
        BenchSystem system = BenchSystem.of(Pages.SIZE);
        Mapping mapping = system.loaded(Export.WATCHED, Pages.SIZE);
        DevmapCookie handle = system.handleOf(mapping);
        return new Pair(cycle(mapping, handle, accesses, 1),
                new Hindsight(mapping, handle, system.rawOf(mapping), accesses), system);
    }

    /** A number of cycles with a number of loads in each, the first of which faults. */
    static Loop cycle(Mapping mapping, DevmapCookie handle, int accesses, int cycles) {
        return Loop.of(cycles, () -> {
            long sum = 0;
            for (int i = 0; i < cycles; i++) {
                BenchSystem.unload(handle);
                sum += loads(mapping, accesses);
            }
            return sum;
        });
    }

    /** Goes over the page as often as needed. */
    private static long loads(Mapping mapping, int accesses) {
        long sum = 0;
        for (int left = accesses; left > 0;) {
            int bytes = (int) Math.min(left * (long) Integer.BYTES, Pages.SIZE);
            for (int at = 0; at < bytes; at += Integer.BYTES) {
                sum += mapping.getInt(at);
            }
            left -= bytes / Integer.BYTES;
        }
        return sum;
    }
}
