package org.devmap.conformance.port;

import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.ENXIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.CbFlags;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.MmapEntry;
import org.devmap.driver.SegmapEntry;

/**
 * Row 8, sbusmem: the least that a driver of device memory does. Its segmap is ddi_devmap_segmap(9F); one devmem_setup covers
 * the request; what runs past the device is ENXIO.
 */
final class DeviceMemoryPort {

    private static final int SET = 1;

    private DeviceMemoryPort() {
    }

    private static long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        if (off < 0 || len > Bench.SET_1_SIZE - off) {
            throw new DdiException(Errno.ENXIO, "%d bytes at %d run past the device".formatted(len, off));
        }
        handle.devmemSetup(DevmemSetup.of(SET, off, len));
        return Pages.roundUp(len);
    }

    static void scenario(Bench bench) throws DdiException {
        // Without D_DEVMAP the same driver is refused: this is what a port of it must add.
        expect(bench.driver().flags(CbFlags.NONE).mmap(MmapEntry.NODEV).segmap(SegmapEntry.DDI_DEVMAP_SEGMAP)
                .devmap(DeviceMemoryPort::devmap).mapFirstPage(), errno(EINVAL));
        bench.driver().mmap(MmapEntry.NODEV).segmap(SegmapEntry.DDI_DEVMAP_SEGMAP).devmap(DeviceMemoryPort::devmap).install();
        bench.memory().markRegisters();
        UserProcess probe = bench.process();
        Mapping all = probe.map(0, Bench.SET_1_SIZE);
        for (int page = 0; page < 16; page++) {
            expect(read(all, page * P), value(mark('1', page)));
        }
        Mapping odd = probe.map(3 * P, 100);
        expect("handles of a mapping of 100 bytes", probe.handles().stream().filter(h -> h.length() == P).count(), 1L);
        expect(write(odd, 8, 0xCAFE), success());
        expect(read(all, 3 * P + 8), value(0xCAFE));
        expect(() -> probe.map(16 * P, P), errno(ENXIO));
        expect(() -> probe.map(15 * P, 2 * P), errno(ENXIO));
        // The nexus would have refused, too.
        bench.installedDriver().devmap((_, handle, off, len, _) -> {
            handle.devmemSetup(DevmemSetup.of(SET, off, len));
            return len;
        });
        expect(() -> probe.map(16 * P, P), errno(ENXIO));
        expect(() -> probe.map(15 * P, 2 * P), errno(ENXIO));
    }
}
