package org.devmap.conformance.statements;

import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.devmap.AccessDirection;
import org.devmap.DdiException;
import org.devmap.app.Mapping;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.Calls;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.UserProcess;

/**
 * Four pages of marked device memory behind H1, whose access callback loads the page it is asked for. What is unloaded shows
 * in two ways: the translation is gone, and the next touch calls the access callback.
 *
 * @param bench the bench
 * @param process who mapped them
 * @param mapping the pages
 * @param uoff user offset of the first
 */
record FourPages(Bench bench, UserProcess process, Mapping mapping, long uoff) {

    private static final int PAGES = 4;

    /** Installs the driver, maps, and touches every page. */
    static FourPages loaded(Bench bench, long uoff) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        bench.memory().markRegisters();
        UserProcess process = bench.process();
        FourPages four = new FourPages(bench, process, process.map(uoff, PAGES * P), uoff);
        bench.journal().skip();
        four.expectOnlyTheseUnloaded(0, 1, 2, 3);
        return four;
    }

    /** Expects that of the four pages exactly these lack a translation; afterwards all are loaded again. */
    void expectOnlyTheseUnloaded(int... unloaded) {
        process.expectLoaded(IntStream.range(0, PAGES).filter(page -> Arrays.stream(unloaded).noneMatch(u -> u == page))
                .toArray());
        for (int page = 0; page < PAGES; page++) {
            expect(read(mapping, page * P), value(mark('1', (int) (uoff / P) + page)));
        }
        bench.journal().expect(Arrays.stream(unloaded)
                .mapToObj(page -> Calls.access(H1, uoff + page * P, P, AccessDirection.READ)).toArray(Call[]::new));
    }
}
