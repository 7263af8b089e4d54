package org.devmap.conformance.port;

import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.ENXIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
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
 * Row 9, vgatext: a text frame buffer of four pages. A request that runs past its end is shortened to what there is; a bad offset
 * is -1. The original clears D_DEVMAP and has mmap = nodev; the port sets D_DEVMAP (D-1).
 */
final class TextFramebufferPort {

    private static final int SET = 2;

    private TextFramebufferPort() {
    }

    private static long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        if (off < 0 || off >= Bench.SET_2_SIZE) {
            throw new DdiException(Errno.DDI_FAILURE, "offset %d is outside the frame buffer".formatted(off));
        }
        long length = Math.min(Pages.roundUp(len), Bench.SET_2_SIZE - off);
        handle.devmemSetup(DevmemSetup.of(SET, off, length));
        return length;
    }

    static void scenario(Bench bench) throws DdiException {
        expect(bench.driver().flags(CbFlags.NONE).mmap(MmapEntry.NODEV).devmap(TextFramebufferPort::devmap).mapFirstPage(),
                errno(EINVAL));
        expect(bench.driver().flags(CbFlags.NONE).mmap(MmapEntry.NODEV).segmap(SegmapEntry.DDI_DEVMAP_SEGMAP)
                .devmap(TextFramebufferPort::devmap).mapFirstPage(), errno(EINVAL));
        bench.driver().mmap(MmapEntry.NODEV).segmap(SegmapEntry.DDI_DEVMAP_SEGMAP).devmap(TextFramebufferPort::devmap).install();
        UserProcess console = bench.process();
        Mapping screen = console.map(0, Bench.SET_2_SIZE);
        for (int row = 0; row < 25; row++) {
            expect(write(screen, row * 160L, 0x0741_0742 + row), success());
        }
        UserProcess reader = bench.process();
        Mapping seen = reader.map(0, Bench.SET_2_SIZE);
        for (int row = 0; row < 25; row++) {
            expect(read(seen, row * 160L), value(0x0741_0742 + row));
        }
        // Past its end the first piece is shortened, and the rest is a bad offset.
        bench.journal().skip();
        expect(() -> reader.map(3 * P, 2 * P), errno(ENXIO));
        expect("calls of devmap(9E)", bench.journal().all("devmap").size(), 4);
        expect(() -> reader.map(-P, P), errno(ENXIO));
        expect(() -> reader.map(4 * P, P), errno(ENXIO));
        screen.close();
        expect(read(screen, 0), segvMaperr());
        expect(read(seen, 0), value(0x0741_0742));
    }
}
