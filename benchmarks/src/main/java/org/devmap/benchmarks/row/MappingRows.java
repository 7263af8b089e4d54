package org.devmap.benchmarks.row;

import java.util.List;
import java.util.Optional;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.process.CProgram;
import org.devmap.benchmarks.table.Group;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Target;

/** How fast mappings come and go, and how many there may be. */
final class MappingRows {

    private static final int CYCLES = 5;
    static final int BYTES_EACH = 300;

    private MappingRows() {
    }

    static List<Row> rows() {
        return List.of(
                new Row("map-page", Group.MAPPING, "mmap, touch, munmap of one page of umem",
                        "C: the same of a shared page",
                        Optional.of(Target.atMost(0.5)), "ns", Row.How.SAMPLES, _ -> mapPage()),
                new Row("live-mappings", Group.MAPPING, "10,000,000 mappings of one page, untouched: heap of each",
                        "300 bytes; Linux ends at 65,530 maps", Optional.of(Target.atMost(1)), "bytes", Row.How.FIGURE,
                        quick -> Pair.of(new LiveMappings(quick ? 1_000_000 : 10_000_000), _ -> BYTES_EACH)));
    }

    private static Pair mapPage() throws Exception {
        BenchSystem system = BenchSystem.of(Pages.SIZE);
        DeviceFile file = system.open(Export.PLAIN);
        return new Pair(Loop.of(CYCLES, () -> {
            long sum = 0;
            for (int i = 0; i < CYCLES; i++) {
                try (Mapping page = file.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED)) {
                    page.setInt(0, i);
                    sum += page.address();
                }
            }
            return sum;
        }), CProgram.start("page"), system);
    }
}
