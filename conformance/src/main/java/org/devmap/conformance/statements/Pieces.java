package org.devmap.conformance.statements;

import static org.devmap.AccessDirection.READ;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.app.Mapping;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.Calls;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.UserProcess;

/**
 * Marked device memory mapped at user offset {@link #O} in pieces of one size, one handle each, to cut holes into.
 *
 * @param bench the bench
 * @param process who mapped them
 * @param mapping all pieces
 */
record Pieces(Bench bench, UserProcess process, Mapping mapping) {

    /** User offset of the first page: not 0, so that offset and page number differ. */
    static final long O = 4 * P;

    /**
     * What a handle covers.
     *
     * @param off user offset of its first byte
     * @param len bytes
     */
    record Cover(long off, long len) {

        @Override
        public String toString() {
            return "page %d, %d pages".formatted((off - O) / P, len / P);
        }
    }

    /** Maps so many pieces of so many pages, with callbacks that only watch. */
    static Pieces mapped(Bench bench, int pieces, int pagesEach) throws DdiException {
        return mapped(bench, pieces, pagesEach, bench.callbacks());
    }

    /** Maps so many pieces of so many pages. */
    static Pieces mapped(Bench bench, int pieces, int pagesEach, RecordingCallbacks callbacks) throws DdiException {
        return mapped(bench, pieces, pagesEach, Export.registers(1).with(callbacks));
    }

    /** Maps so many pieces of so many pages. */
    static Pieces mapped(Bench bench, int pieces, int pagesEach, Export export) throws DdiException {
        bench.std().devmap(export.inPiecesOf(pagesEach * P));
        bench.memory().markRegisters();
        UserProcess process = bench.process();
        Mapping mapping = process.map(O, pieces * pagesEach * P);
        bench.journal().skip();
        return new Pieces(bench, process, mapping);
    }

    /** munmap(2) of some pages, counted from the first. */
    void unmap(int page, int pages) throws DdiException {
        mapping.unmap(page * P, pages * P);
    }

    /** Expects that a page shows what it did before any hole. */
    void expectData(int page) {
        expect(read(mapping, page * P), value(mark('1', (int) (O / P) + page)));
    }

    /** Touches a page and answers the call of its access callback; expects its data and that nothing else was called. */
    void expectTouch(int page, String handle, Object pvt) {
        expectData(page);
        bench.journal().expect(access(page, handle).with("pvt", pvt));
    }

    /** The access callback of a page. */
    static Call access(int page, String handle) {
        return Calls.access(handle, O + page * P, P, READ);
    }

    /** The unmap callback of some pages. */
    static Call unmapped(String handle, int page, int pages, String before, String after, Object pvt) {
        return Calls.unmap(handle, O + page * P, pages * P, before, after).with("pvt", pvt);
    }

    /** The unmap callback of a whole handle. */
    static Call unmapped(String handle, int page, int pages, Object pvt) {
        return unmapped(handle, page, pages, Calls.NONE, Calls.NONE, pvt);
    }

    /** What a handle covers that begins at this page and has so many of them. */
    static Cover cover(int page, int pages) {
        return new Cover(O + page * P, pages * P);
    }

    /** Expects that exactly this is covered by handles. */
    void expectHandles(Cover... covers) {
        expect("handles", process.handles().stream().map(handle -> new Cover(handle.uoff(), handle.length())).toList(),
                List.of(covers));
    }
}
