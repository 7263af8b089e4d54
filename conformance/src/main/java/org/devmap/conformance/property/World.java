package org.devmap.conformance.property;

import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.devmap.DdiException;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.MemoryAccess;
import org.devmap.Protection;
import org.devmap.app.Mapping;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.conformance.property.Operation.Defect;
import org.devmap.conformance.property.Operation.Exit;
import org.devmap.conformance.property.Operation.Fork;
import org.devmap.conformance.property.Operation.Look;
import org.devmap.conformance.property.Operation.Mmap;
import org.devmap.conformance.property.Operation.Mprotect;
import org.devmap.conformance.property.Operation.Munmap;
import org.devmap.conformance.property.Operation.Remap;
import org.devmap.conformance.property.Operation.Touch;
import org.devmap.conformance.property.Operation.Unload;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.DevmemRemap;
import org.devmap.driver.UmemRemap;
import org.devmap.dto.SystemSnapshot;

/** Does the operations of a sequence on a system, with the oracle beside it, and checks the properties after each of them. */
final class World {

    private final Bench bench;
    private final Oracle oracle;
    private final ModelDriver driver;
    private final Map<Integer, UserProcess> processes = new HashMap<>();
    private int datum;

    /**
     * A world without processes.
     *
     * @param bench a fresh one
     * @param oracle a fresh one
     */
    World(Bench bench, Oracle oracle) {
        this.bench = bench;
        this.oracle = oracle;
        bench.std();
        bench.memory().markRegisters();
        driver = new ModelDriver(bench, oracle);
        bench.installedDriver().devmap(driver);
    }

    /** One step, with all checks. */
    void perform(Operation operation) throws DdiException {
        switch (operation) {
            case Mmap step -> mmap(step);
            case Touch step -> touch(step);
            case Unload step -> unload(step);
            case Remap step -> remap(step);
            case Mprotect step -> protect(step);
            case Munmap step -> munmap(step);
            case Fork step -> fork(step);
            case Exit step -> exit(step.process());
            case Look _ -> driver.armLook();
        }
        driver.endStep();
        check();
    }

    /** Every process exits, and nothing may be left. */
    void end() {
        for (int process : List.copyOf(processes.keySet())) {
            exit(process);
            driver.endStep();
            check();
        }
        Broken.unless(driver.counter() == 0, Property.UNMAP_RANGES, "the reference counter ends at %d", driver.counter());
    }

    private void check() {
        SystemSnapshot snapshot = bench.snapshot();
        processes.forEach((slot, process) -> StateCheck.compare(slot, snapshot.space(process.space().id()).orElseThrow(),
                oracle.pages(slot)));
        if (oracle.isEmpty()) {
            StateCheck.compareNothingLeft(snapshot);
        }
    }

    private void mmap(Mmap step) {
        UserProcess process = processes.computeIfAbsent(step.process(), _ -> bench.process());
        long address = step.fixed() ? Arena.page(step.page()) * P : 0;
        MapFlags type = step.shared() ? MapFlags.SHARED : MapFlags.PRIVATE;
        long off = step.offset() * P + (step.defect() == Defect.OFFSET_ODD ? 8 : 0);
        long len = step.defect() == Defect.LENGTH_ZERO ? 0 : step.pages() * P;
        boolean described = oracle.describes(step);
        boolean succeeds = described && oracle.maps(step);
        Set<Long> replaced = described && step.fixed()
                ? mappedPages(step.process(), Arena.page(step.page()), step.pages()) : Set.of();
        SystemSnapshot before = bench.snapshot();
        driver.beginMmap(step);
        driver.expectUnmapped(replaced);
        Mapping mapping = null;
        DdiException refusal = null;
        try {
            mapping = process.file().map(address, off, len, step.prot(), step.fixed() ? type.with(MapFlags.FIXED) : type);
        } catch (DdiException refused) {
            refusal = refused;
        }
        Broken.unless((refusal == null) == succeeds, Property.FAILING_MMAP, "mmap must %s, but: %s",
                succeeds ? "succeed" : "fail", refusal == null ? "succeeds" : refusal);
        if (mapping != null) {
            settle(step, mapping.address() / P);
        } else if (replaced.isEmpty()) {
            StateCheck.compareUnchanged(process.space().id(), before, bench.snapshot());
        }
    }

    /** Gives the new pieces their place: side by side from the address on, where nothing was. */
    private void settle(Mmap step, long first) {
        Object segment = new Object();
        long at = first;
        for (Piece piece : driver.takeMapped()) {
            piece.first = at;
            at += piece.pages;
            Broken.unless(mappedPages(step.process(), piece.first, piece.pages).isEmpty(), Property.UNMAP_RANGES,
                    "page 0x%x was chosen, or replaced without an unmap callback, though something is mapped there", piece.first);
            oracle.add(step.process(), piece, segment, step.prot());
        }
        Broken.unless(at == first + step.pages(), Property.UNMAP_RANGES, "%d pages got handles, not %d",
                at - first, step.pages());
    }

    private Set<Long> mappedPages(int process, long first, int pages) {
        return new TreeSet<>(oracle.pages(process).subMap(first, first + pages).keySet());
    }

    private void touch(Touch step) {
        UserProcess process = processes.get(step.process());
        if (process == null) {
            return;
        }
        long number = Arena.page(step.page());
        Oracle.Page page = oracle.page(step.process(), number);
        boolean wasLoaded = page != null && page.loaded;
        boolean asks = page != null && !wasLoaded && page.piece.access;
        Protection needed = step.write() ? Protection.WRITE : Protection.READ;
        boolean loads = page != null && !wasLoaded && !asks && oracle.load(page.piece, number, 1, needed);
        driver.beginTouch(step);
        MemoryAccess memory = process.space().memory();
        datum++;
        Outcome outcome = step.write() ? org.devmap.conformance.bench.Touch.write(memory, number * P, datum)
                : org.devmap.conformance.bench.Touch.read(memory, number * P);
        Broken.unless(driver.accessCalls() > 0 == asks, Property.TRANSLATIONS,
                "access callback called %d times, but the page is %s", driver.accessCalls(),
                page == null ? "not mapped" : wasLoaded ? "loaded" : "not loaded");
        boolean succeeds = wasLoaded ? !step.write() || page.prot.contains(Protection.WRITE)
                : asks ? driver.served() && page.loaded : loads;
        compareTouch(step, page, number, succeeds, outcome);
        boolean inVain = asks && driver.served() && !page.loaded;
        Broken.unless(outcome.equals(Outcome.noProgress()) == inVain, Property.TRANSLATIONS, "the access callback %s, but: %s",
                inVain ? "loads other pages only" : "fails or loads the page", outcome);
    }

    private void compareTouch(Touch step, Oracle.Page page, long number, boolean succeeds, Outcome outcome) {
        boolean succeeded = outcome.failure().isEmpty();
        Broken.unless(succeeded == succeeds, Property.TRANSLATIONS, "the access must %s, but: %s", succeeds ? "succeed" : "fail",
                outcome);
        if (!succeeds) {
            return;
        }
        if (step.write()) {
            oracle.write(page.piece, number, datum);
        }
        Integer content = oracle.content(page.piece, number);
        Outcome expected = step.write() ? success() : content == null ? outcome : value(content);
        Broken.unless(outcome.equals(expected), Property.TRANSLATIONS, "the access must come to %s, but: %s", expected, outcome);
    }

    private Piece pieceAt(int process, int page) {
        Oracle.Page found = processes.containsKey(process) ? oracle.page(process, Arena.page(page)) : null;
        return found == null ? null : found.piece;
    }

    private void unload(Unload step) {
        Piece piece = pieceAt(step.process(), step.page());
        if (piece == null) {
            return;
        }
        int pages = step.pages() == 0 ? piece.pages - step.from() : step.pages();
        boolean succeeds = step.from() < piece.pages && step.from() + pages <= piece.pages;
        if (succeeds) {
            oracle.unload(piece, piece.first + step.from(), pages);
        }
        FaultException refusal = null;
        try {
            piece.handle.unload((piece.uoff + step.from()) * P, step.pages() * P);
        } catch (FaultException refused) {
            refusal = refused;
        }
        Broken.unless((refusal == null) == succeeds, Property.TRANSLATIONS, "unload must %s, but: %s",
                succeeds ? "succeed" : "fail", refusal == null ? "succeeds" : refusal);
    }

    private void remap(Remap step) {
        Piece piece = pieceAt(step.process(), step.page());
        if (piece == null) {
            return;
        }
        boolean succeeds = oracle.remap(piece, step.remapping(), step.offset());
        long off = step.offset() * P;
        long len = piece.pages * P;
        Outcome outcome = Outcome.of(() -> {
            switch (step.remapping()) {
                case UMEM -> piece.handle.umemRemap(UmemRemap.of(driver.umem(), off, len));
                case TRASH -> piece.handle.umemRemap(UmemRemap.of(driver.trash(), off, len));
                case REFUSED_UMEM -> piece.handle.umemRemap(UmemRemap.of(driver.umem(), driver.umem().size(), len));
                case REGISTERS -> piece.handle.devmemRemap(DevmemRemap.of(1, off, len));
                case REFUSED_REGISTERS -> piece.handle.devmemRemap(DevmemRemap.of(1, Bench.SET_1_SIZE, len));
                case INVALID -> piece.handle.devmemRemap(
                        DevmemRemap.of(1, off, len).withFlags(DevmapFlags.MAPPING_INVALID));
            }
        });
        Broken.unless(outcome.equals(success()) == succeeds, Property.TRANSLATIONS, "remap must %s, but: %s",
                succeeds ? "succeed" : "fail", outcome);
    }

    private void protect(Mprotect step) {
        UserProcess process = processes.get(step.process());
        if (process == null) {
            return;
        }
        long first = Arena.page(step.page());
        boolean succeeds = oracle.protect(step.process(), first, step.pages(), step.prot());
        Outcome outcome = Outcome.of(() -> process.space().mprotect(first * P, step.pages() * P, step.prot()));
        Broken.unless(outcome.equals(success()) == succeeds, Property.TRANSLATIONS, "mprotect must %s, but: %s",
                succeeds ? "succeed" : "fail", outcome);
    }

    private void munmap(Munmap step) throws DdiException {
        UserProcess process = processes.get(step.process());
        if (process != null) {
            driver.expectUnmapped(mappedPages(step.process(), Arena.page(step.page()), step.pages()));
            process.space().munmap(Arena.page(step.page()) * P, step.pages() * P);
        }
    }

    private void fork(Fork step) {
        UserProcess parent = processes.get(step.process());
        if (parent == null) {
            return;
        }
        exit(step.child());
        driver.endStep();
        driver.beginFork(step.refusedAt());
        UserProcess[] child = new UserProcess[1];
        Outcome outcome = Outcome.of(() -> child[0] = parent.fork());
        boolean refused = step.refusedAt() >= 0 && driver.dupCalls() > step.refusedAt();
        Broken.unless(outcome.equals(success()) != refused, Property.UNMAP_RANGES, "fork must %s, but: %s",
                refused ? "fail" : "succeed", outcome);
        if (child[0] != null) {
            processes.put(step.child(), child[0]);
            driver.takeCopies().forEach((original, copy) -> oracle.addCopy(step.child(), original, copy));
        }
    }

    private void exit(int slot) {
        UserProcess process = processes.remove(slot);
        if (process != null) {
            driver.expectUnmapped(Set.copyOf(oracle.pages(slot).keySet()));
            process.close();
        }
    }
}
