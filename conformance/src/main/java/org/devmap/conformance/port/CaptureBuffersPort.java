package org.devmap.conformance.port;

import static org.devmap.Errno.ENXIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import java.util.List;
import java.util.stream.Stream;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemSetup;

/**
 * Row 10, usbvc and av1394: capture buffers in kernel memory, side by side in the offsets. As in av1394 the control record has no
 * callback at all, and maplen is the size of the buffer, capped at what was asked for (D-2); buffer 3 is device memory.
 * The last one is not ready: nothing is set up behind it.
 */
final class CaptureBuffersPort {

    private static final long BUFFER = 2 * P;
    private static final int DEVICE = 3;
    private static final int NOT_READY = 4;

    private final List<UmemCookie> buffers;
    private final RecordingCallbacks none;

    private CaptureBuffersPort(List<UmemCookie> buffers, RecordingCallbacks none) {
        this.buffers = buffers;
        this.none = none;
    }

    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        long number = off / BUFFER;
        if (off < 0 || number > NOT_READY) {
            throw new DdiException(Errno.EINVAL, "there is no buffer at offset %d".formatted(off));
        }
        long within = off % BUFFER;
        long length = Math.min(Pages.roundUp(len), BUFFER - within);
        if (number == DEVICE) {
            Export.registers(1).setup(handle, within, length);
        } else if (number != NOT_READY) {
            handle.umemSetup(UmemSetup.of(buffers.get((int) number), within, length).withCallbacks(none));
        }
        return length;
    }

    static void scenario(Bench bench) throws DdiException {
        bench.std();
        List<UmemCookie> buffers = Stream.generate(() -> bench.memory().alloc(BUFFER, UmemFlags.SLEEP)).limit(3).toList();
        bench.memory().markRegisters();
        CaptureBuffersPort port = new CaptureBuffersPort(buffers, bench.callbacks().only());
        bench.installedDriver().devmap(port::devmap);
        UserProcess viewer = bench.process();
        UserProcess recorder = bench.process();
        Mapping all = viewer.map(0, 3 * BUFFER);
        Mapping second = recorder.map(BUFFER, BUFFER);
        Mapping half = recorder.map(BUFFER + P, P);
        // The camera fills the buffers; every application sees each frame wherever it has mapped it.
        for (int frame = 0; frame < 6; frame++) {
            buffers.get(frame % 3).memory().setInt(P, 100 + frame);
        }
        expect(read(all, P), value(103));
        expect(read(all, BUFFER + P), value(104));
        expect(read(all, 2 * BUFFER + P), value(105));
        expect(read(second, P), value(104));
        expect(read(half, 0), value(104));
        expect(write(half, 0, 9), success());
        expect(read(all, BUFFER + P), value(9));
        UserProcess child = viewer.fork();
        expect(read(child.inherited(all), BUFFER + P), value(9));
        child.close();
        expect("callbacks", bench.journal().all().stream().filter(call -> List.of("map", "access", "dup", "unmap")
                .contains(call.entry())).count(), 0L);
        mixed(viewer);
        expect(() -> viewer.map(5 * BUFFER, P), errno(ENXIO));
        // usbvc writes maplen even when it fails; a Java driver that throws has no maplen, with the same result.
        bench.installedDriver().devmap((_, _, _, _, _) -> {
            throw new DdiException(Errno.EIO, "the camera is unplugged");
        });
        expect(() -> viewer.map(0, P), errno(ENXIO));
    }

    /** The buffer that is not ready faults; of the other two, mapped in one, one is kernel and one is device memory. */
    private static void mixed(UserProcess viewer) throws DdiException {
        Mapping unready = viewer.map(NOT_READY * BUFFER, BUFFER);
        expect(read(unready, 0), segvMaperr());
        unready.close();
        Mapping both = viewer.map((DEVICE - 1) * BUFFER, 2 * BUFFER);
        expect(read(both, P), value(105));
        expect(read(both, BUFFER + P), value(mark('1', 1)));
    }
}
