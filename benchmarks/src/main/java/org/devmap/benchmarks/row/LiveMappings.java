package org.devmap.benchmarks.row;

import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Side;

/**
 * Maps one page of one cookie again and again, keeps every mapping, and sees what the heap has become. A sample is
 * bytes for each mapping, without the reference by which it is kept here.
 */
final class LiveMappings implements Side {

    private static final long REFERENCE = 8;
    /** Enough to see what a mapping costs where the heap does not hold all of them. */
    private static final int TRIAL = 100_000;
    private static final double USABLE = 0.9;

    private final int count;

    LiveMappings(int count) {
        this.count = count;
    }

    @Override
    public double measure(long nanos) throws Exception {
        double trial = bytesEach(Math.min(count, TRIAL));
        double heap = USABLE * Runtime.getRuntime().maxMemory();
        if (trial * count > heap) {
            if (MappingRows.BYTES_EACH * (double) count > heap) {
                throw new IllegalStateException("%,d mappings of %d bytes do not fit into a heap of %,d MiB: this needs more memory"
                        .formatted(count, MappingRows.BYTES_EACH, (long) heap >> 20));
            }
            return trial;
        }
        return bytesEach(count);
    }

    private static double bytesEach(int number) throws Exception {
        try (BenchSystem system = BenchSystem.of(Pages.SIZE)) {
            DeviceFile file = system.open(Export.PLAIN);
            file.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED).close();
            long before = retained();
            Mapping[] mappings = new Mapping[number];
            for (int i = 0; i < number; i++) {
                mappings[i] = file.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
            }
            long after = retained();
            if (mappings[number - 1].address() == mappings[0].address()) {
                throw new IllegalStateException("two live mappings have one address");
            }
            return (double) (after - before) / number - REFERENCE;
        }
    }

    /** The heap after a full collection: the serial collector leaves nothing behind that is not reachable. */
    private static long retained() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
