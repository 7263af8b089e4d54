package org.devmap.benchmarks.device;

import static org.devmap.driver.CbFlags.D_DEVMAP;
import static org.devmap.driver.CbFlags.D_MP;

import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.driver.AccessAttributes;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.Endian;
import org.devmap.driver.Ordering;
import org.devmap.driver.SegmapEntry;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemSetup;

/** The driver of the device under measurement: umem and register sets, exported as {@link Export} says. */
final class BenchDriver implements DeviceDriver {

    static final int MEMORY_SET = 0;
    static final int MODEL_SET = 1;

    private final long bytes;
    private final Handles watched = new Handles(false);
    private final Handles contexts = new Handles(true);
    private volatile UmemCookie umem;

    BenchDriver(long bytes) {
        this.bytes = bytes;
    }

    Handles watched() {
        return watched;
    }

    @Override
    public CbOps entryPoints() {
        return CbOps.builder().segmap(SegmapEntry.DDI_DEVMAP_SEGMAP).devmap(this::devmap).flags(D_DEVMAP, D_MP).build();
    }

    @Override
    public void attach(DeviceInfo device) throws DdiException {
        umem = device.umemAlloc(bytes, UmemFlags.PAGEABLE);
        for (Export export : Export.values()) {
            device.createMinorNode(export.minorName(), export.ordinal(), bytes);
        }
    }

    @Override
    public void detach(DeviceInfo device) {
        umem.free();
    }

    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        switch (Export.values()[dev.minor()]) {
            case PLAIN -> handle.umemSetup(UmemSetup.of(umem, off, len));
            case WATCHED -> handle.umemSetup(UmemSetup.of(umem, off, len).withCallbacks(watched));
            case CONTEXT -> handle.umemSetup(UmemSetup.of(umem, off, len).withCallbacks(contexts));
            case UNORDERED -> handle.devmemSetup(registers(MEMORY_SET, off, len, Ordering.UNORDERED));
            case STRICT -> handle.devmemSetup(registers(MEMORY_SET, off, len, Ordering.STRICT));
            case MODELLED -> handle.devmemSetup(registers(MODEL_SET, off, len, Ordering.STRICT));
        }
        return len;
    }

    private static DevmemSetup registers(int set, long off, long len, Ordering ordering) {
        return DevmemSetup.of(set, off, len).withAttributes(AccessAttributes.of(Endian.NEVERSWAP, ordering));
    }
}
