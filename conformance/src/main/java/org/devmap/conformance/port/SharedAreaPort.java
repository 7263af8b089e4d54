package org.devmap.conformance.port;

import static org.devmap.Errno.ENXIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.conformance.bench.Background;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Checkpoint;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.SegmapRequest;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemSetup;

/**
 * Row 15, the driver guide's example: pageable kernel memory of two pages that the first segmap(9E) allocates; LP64 callers
 * see page 0, ILP32 callers page 1. The port allocates both pages whoever comes first, and lets the first mapper alone do it.
 */
final class SharedAreaPort {

    private final Bench bench;
    private int allocations;
    private UmemCookie area;
    private final AtomicInteger callers = new AtomicInteger();
    private Runnable beforeAllocation = () -> { };

    private SharedAreaPort(Bench bench) {
        this.bench = bench;
    }

    private void segmap(SegmapRequest request) throws DdiException {
        callers.incrementAndGet();
        area();
        request.devmapSetup();
    }

    private synchronized UmemCookie area() {
        if (area == null) {
            beforeAllocation.run();
            allocations++;
            area = bench.memory().alloc(2 * P, UmemFlags.PAGEABLE);
        }
        return area;
    }

    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        long length = Pages.roundUp(len);
        if (off < 0 || length > P - off) {
            throw new DdiException(Errno.ENXIO, "%d bytes at %d are not the shared page".formatted(len, off));
        }
        long koff = model.convertFrom().equals(DataModel.ILP32) ? off + P : off;
        handle.umemSetup(UmemSetup.of(area(), koff, length));
        return length;
    }

    static void scenario(Bench bench) throws DdiException {
        SharedAreaPort port = new SharedAreaPort(bench);
        bench.driver().segmap(port::segmap).devmap(port::devmap).install();
        expect("areas allocated before the first mmap", port.allocations, 0);
        port.race();
        UserProcess old = bench.process(DataModel.ILP32);
        Mapping narrow = old.map(0, 100);
        expect(read(narrow, 0), value(1));
        expect(write(narrow, 0, 32), success());
        UserProcess first = bench.process();
        UserProcess second = bench.process();
        Mapping wide = first.map(0, P);
        expect(read(wide, 0), value(0));
        expect(write(wide, 0, 64), success());
        expect(read(second.map(0, P), 0), value(64));
        expect(read(bench.process(DataModel.ILP32).map(0, P), 0), value(32));
        expect("areas allocated", port.allocations, 1);
        for (UserProcess process : new UserProcess[] {old, first}) {
            expect(() -> process.map(0, 2 * P), errno(ENXIO));
            expect(() -> process.map(P, P), errno(ENXIO));
            expect(() -> process.map(-P, P), errno(ENXIO));
        }
    }

    /**
     * Two first mappers at once, the second one in segmap(9E) while the first one allocates: both see the one area. They are ILP32
     * processes, for which the guide's driver allocates too little.
     */
    private void race() {
        Checkpoint stop = bench.threads().checkpoint("allocating the area");
        beforeAllocation = stop::pass;
        UserProcess one = bench.process(DataModel.ILP32);
        UserProcess two = bench.process(DataModel.ILP32);
        Background first = bench.threads().touch("first", () -> write(mapped(one), 0, 1));
        stop.awaitArrival();
        Background second = bench.threads().touch("second", () -> write(mapped(two), 4, 2));
        bench.threads().await("the second mapper in segmap", () -> callers.get() == 2);
        stop.release();
        expect(first.join(), success());
        expect(second.join(), success());
        expect(read(mapped(one), 4), value(2));
        expect(read(mapped(two), 0), value(1));
        expect("areas allocated by two first mappers", allocations, 1);
    }

    private static Mapping mapped(UserProcess process) {
        try {
            return process.map(0, P);
        } catch (DdiException refused) {
            throw new AssertionError("mmap of the shared page failed: " + refused.getMessage(), refused);
        }
    }
}
