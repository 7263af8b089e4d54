package org.devmap.conformance.statements;

import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.Outcome.success;

import java.util.concurrent.atomic.AtomicLong;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DrvMmap;

/** Calls of drv_mmap(D3) as drivers make them: in an ioctl of the process that gets the mapping. */
final class DrvMmapCalls {

    private DrvMmapCalls() {
    }

    /** What a call comes to. */
    static Outcome call(Bench bench, UserProcess process, DrvMmap request) {
        return process.inIoctl(() -> bench.device().drvMmap(request));
    }

    /** A call that must succeed; answers the user address. */
    static long map(Bench bench, UserProcess process, DrvMmap request) {
        AtomicLong address = new AtomicLong();
        expect(process.inIoctl(() -> address.set(bench.device().drvMmap(request))), success());
        return address.get();
    }

    /** The kernel address of U. */
    static long addressOfU(Bench bench) {
        return bench.memory().u().kernelAddress().orElseThrow();
    }
}
