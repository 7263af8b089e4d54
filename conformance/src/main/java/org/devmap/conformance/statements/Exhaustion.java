package org.devmap.conformance.statements;

import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.Outcome.success;

import java.util.concurrent.atomic.AtomicReference;
import org.devmap.conformance.bench.Background;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.LimitedProvider;
import org.devmap.conformance.bench.Outcome;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;

/** A system whose memory is used up: one page was allocated last, and its cookie is all that can be given back. */
final class Exhaustion {

    private final Bench bench;
    private final UmemCookie last;

    private Exhaustion(Bench bench, UmemCookie last) {
        this.bench = bench;
        this.last = last;
    }

    /** Installs the driver and uses the memory up. Must come first. */
    static Exhaustion of(Bench bench) {
        LimitedProvider memory = bench.limitMemory();
        bench.std();
        UmemCookie last = bench.memory().alloc(P, UmemFlags.SLEEP);
        last.memory().fill(0, P, (byte) 0xFF);
        memory.leave(0);
        return new Exhaustion(bench, last);
    }

    /** Asks for a page. */
    Outcome alloc(UmemFlags flags) {
        return Outcome.of(() -> bench.device().umemAlloc(P, flags));
    }

    /** Expects that asking for a page waits until one is given back, and answers that page, filled with zeroes. */
    UmemCookie expectWaits(UmemFlags flags) {
        AtomicReference<UmemCookie> cookie = new AtomicReference<>();
        Background asking = bench.threads().start("asking", () -> cookie.set(bench.device().umemAlloc(P, flags)));
        bench.threads().await("somebody to wait for memory", () -> bench.snapshot().providers().getFirst().waiting() == 1);
        asking.expectStillRunning();
        bench.memory().free(last);
        expect(asking.join(), success());
        expectZero(cookie.get());
        return cookie.get();
    }

    /** Expects that memory is filled with zeroes. */
    static void expectZero(UmemCookie cookie) {
        for (long off = 0; off < cookie.size(); off += Long.BYTES) {
            if (cookie.memory().getLong(off) != 0) {
                expect("eight bytes at " + off, cookie.memory().getLong(off), 0L);
            }
        }
    }
}
