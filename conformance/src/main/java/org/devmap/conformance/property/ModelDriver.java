package org.devmap.conformance.property;

import static org.devmap.conformance.bench.Bench.P;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.FaultException;
import org.devmap.Protection;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.property.Operation.Defect;
import org.devmap.conformance.property.Operation.Mmap;
import org.devmap.conformance.property.Operation.Touch;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmapEntry;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.KeptData;
import org.devmap.driver.MappingCallbacks;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;

/**
 * The driver of a sequence: exports what the step says, keeps the reference counter of section 5.1, tells the oracle what it
 * loads, and checks what it hears of unmapped pages. What a callback finds broken is kept for the end of the step, since the
 * framework would swallow it.
 */
final class ModelDriver implements DevmapEntry {

    private final Oracle oracle;
    private final Bench bench;
    private final UmemCookie umem;
    private final UmemCookie trash;
    private final MappingCallbacks<Piece> watching =
            new ModelCallbacks(this, EnumSet.complementOf(EnumSet.of(MappingCallbacks.Entry.ACCESS)));
    private final MappingCallbacks<Piece> serving = new ModelCallbacks(this, EnumSet.allOf(MappingCallbacks.Entry.class));
    private final Onlooker onlooker;

    private int counter;
    private boolean lookArmed;
    private Broken failure;
    private Mmap mmap;
    private int devmapCalls;
    private final List<Piece> mapped = new ArrayList<>();
    private Touch touch;
    private int accessCalls;
    private boolean served;
    private int dupCalls;
    private int dupRefusedAt;
    private final Map<Piece, Piece> copies = new IdentityHashMap<>();
    private final Set<Long> hole = new TreeSet<>();

    ModelDriver(Bench bench, Oracle oracle) {
        this.bench = bench;
        this.oracle = oracle;
        this.onlooker = new Onlooker(bench, serving);
        this.umem = bench.memory().alloc(Oracle.MEMORY_PAGES * P, UmemFlags.SLEEP);
        this.trash = bench.memory().alloc(Oracle.MEMORY_PAGES * P, UmemFlags.TRASH);
    }

    UmemCookie umem() {
        return umem;
    }

    UmemCookie trash() {
        return trash;
    }

    int counter() {
        return counter;
    }

    void armLook() {
        lookArmed = true;
    }

    void beginMmap(Mmap step) {
        mmap = step;
        devmapCalls = 0;
    }

    /** The pieces that were mapped and are not unmapped, which become the caller's. */
    List<Piece> takeMapped() {
        List<Piece> taken = List.copyOf(mapped);
        mapped.clear();
        return taken;
    }

    void beginTouch(Touch step) {
        touch = step;
        accessCalls = 0;
        served = false;
    }

    int accessCalls() {
        return accessCalls;
    }

    /** Whether the last access callback could load what it tried to. */
    boolean served() {
        return served;
    }

    void beginFork(int refusedAt) {
        dupCalls = 0;
        dupRefusedAt = refusedAt;
    }

    int dupCalls() {
        return dupCalls;
    }

    /** The copies that a fork made and that are not unmapped, which become the caller's. */
    Map<Piece, Piece> takeCopies() {
        Map<Piece, Piece> taken = new IdentityHashMap<>(copies);
        copies.clear();
        return taken;
    }

    /** From now on exactly these pages must be unmapped. */
    void expectUnmapped(Set<Long> pages) {
        hole.clear();
        hole.addAll(pages);
    }

    /** Throws what a callback found broken since the last time. */
    void endStep() {
        Broken found = failure;
        failure = null;
        if (found != null) {
            throw found;
        }
        Broken.unless(hole.isEmpty(), Property.UNMAP_RANGES, "pages 0x%x.. are unmapped without an unmap callback",
                hole.isEmpty() ? 0 : hole.iterator().next());
        Broken.unless(mapped.isEmpty() && copies.isEmpty(), Property.UNMAP_RANGES,
                "%d handles of a call that failed got no unmap callback", mapped.size() + copies.size());
    }

    @Override
    public long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        if (off >= Onlooker.OFFSET) {
            return onlooker.devmap(dev, handle, off, len, model);
        }
        look("devmap", handle, null);
        int call = devmapCalls++;
        Defect defect = call == mmap.defectAt() ? mmap.defect() : Defect.NONE;
        if (defect == Defect.DEVMAP_REFUSES) {
            throw new DdiException(Errno.EINVAL, "refused by the sequence");
        }
        long length = Math.min(mmap.exported().piece() * P, len);
        export().setup(handle, off, length);
        return switch (defect) {
            case MAPLEN_ZERO -> 0;
            case MAPLEN_ODD -> length - 8;
            default -> length;
        };
    }

    private Export export() {
        Export memory = switch (mmap.exported().memory()) {
            case REGISTERS, INVALID -> Export.registers(1);
            case UMEM -> Export.umem(umem);
            case TRASH -> Export.umem(trash);
        };
        DevmapFlags flags = mmap.exported().remappable() ? DevmapFlags.ALLOW_REMAP : DevmapFlags.DEFAULTS;
        if (mmap.exported().memory() == Operation.Memory.INVALID) {
            flags = flags.with(DevmapFlags.MAPPING_INVALID);
        }
        return memory.with(mmap.exported().access() ? serving : watching).with(flags)
                .with(mmap.exported().readOnly() ? Protection.READ.with(Protection.USER) : Protection.ALL);
    }

    private void look(String where, DevmapCookie handle, Piece piece) {
        if (lookArmed) {
            lookArmed = false;
            guarded(() -> onlooker.look(where, handle, piece != null));
            if (piece != null) {
                oracle.unload(piece);
            }
        }
    }

    void guarded(Runnable check) {
        try {
            check.run();
        } catch (Broken broken) {
            failure = failure == null ? broken : failure;
        }
    }

    Piece mapped(DevmapCookie handle, long off, long len) throws DdiException {
        Piece piece = new Piece(handle, mmap.exported(), off / P, Math.toIntExact(len / P));
        look("map", handle, piece);
        if (mmap.defect() == Defect.MAP_REFUSES && mapped.size() == mmap.defectAt()) {
            throw new DdiException(Errno.EAGAIN, "refused by the sequence");
        }
        counter++;
        mapped.add(piece);
        return piece;
    }

    void serve(Piece piece, long off, long len, AccessType type, AccessDirection rw) throws FaultException {
        accessCalls++;
        look("access", piece.handle, piece);
        served = true;
        switch (touch.loading()) {
            case DEFAULT -> loadInside(piece, off, len, type, rw);
            case WHOLE -> loadInside(piece, 0, 0, type, rw);
            case RANGE -> loadInside(piece, (piece.uoff + touch.from()) * P, touch.pages() * P, type, rw);
            case NOTHING -> { }
            case CONTEXT -> {
                // The hold-off of the last switch is over; no thread but this one could wait it out.
                bench.clock().advanceTicks(2);
                piece.handle.setContextTimeout(1);
                piece.handle.<Piece>doContextManagement(off, len, type, rw, (handle, data, at, length, why, direction) -> {
                    look("context", handle, data);
                    loadInside(data, at, length, why, direction);
                });
            }
        }
    }

    /** What the oracle says is compared with what load says. */
    private void loadInside(Piece piece, long off, long len, AccessType type, AccessDirection rw) throws FaultException {
        boolean whole = off == 0 && len == 0;
        long from = whole ? 0 : off / P - piece.uoff;
        int pages = whole ? piece.pages : Math.toIntExact(len / P);
        Protection needed = rw == AccessDirection.WRITE ? Protection.WRITE : Protection.READ;
        boolean loads = from >= 0 && from + pages <= piece.pages && oracle.load(piece, piece.first + from, pages, needed);
        served = loads;
        try {
            piece.handle.load(off, len, type, rw);
            guarded(() -> Broken.unless(loads, Property.TRANSLATIONS, "load of 0x%x bytes at 0x%x must fail", len, off));
        } catch (FaultException refused) {
            guarded(() -> Broken.unless(!loads, Property.TRANSLATIONS, "load of 0x%x bytes at 0x%x fails: %s", len, off,
                    refused.code()));
            throw refused;
        }
    }

    Piece copied(Piece piece, DevmapCookie newHandle) throws DdiException {
        look("dup", piece.handle, piece);
        if (dupCalls++ == dupRefusedAt) {
            throw new DdiException(Errno.EAGAIN, "refused by the sequence");
        }
        counter++;
        Piece copy = piece.copyFor(newHandle);
        copies.put(piece, copy);
        return copy;
    }

    KeptData<Piece> unmapped(Piece piece, long off, long len, DevmapCookie before, DevmapCookie after) {
        look("unmap", piece.handle, piece);
        counter += before == null && after == null ? -1 : before != null && after != null ? 1 : 0;
        int from = Math.toIntExact(off / P - piece.uoff);
        int gone = Math.toIntExact(len / P);
        int rest = piece.pages - from - gone;
        Broken.unless(from >= 0 && gone > 0 && rest >= 0, Property.UNMAP_RANGES,
                "unmap callback for 0x%x bytes at 0x%x of a handle of %d pages at page 0x%x", len, off, piece.pages, piece.uoff);
        Broken.unless((before == piece.handle) == (from > 0) && (after != null) == (rest > 0) && (before == null || from > 0)
                && (after == null || (after == piece.handle) == (from == 0)), Property.UNMAP_RANGES,
                "unmap callback for 0x%x bytes at 0x%x names the wrong remaining handles", len, off);
        if (piece.space == null) {
            Broken.unless(from == 0 && rest == 0 && (mapped.remove(piece) || copies.values().remove(piece)),
                    Property.UNMAP_RANGES, "unmap callback for a handle that is not mapped, or for a part of it");
            return null;
        }
        for (long page = piece.first + from; page < piece.first + from + gone; page++) {
            Broken.unless(hole.remove(page), Property.UNMAP_RANGES, "unmap callback for page 0x%x, which is not to go",
                    page);
            piece.space.remove(page);
        }
        return kept(piece, from, gone, rest, after);
    }

    private KeptData<Piece> kept(Piece piece, int from, int gone, int rest, DevmapCookie after) {
        if (from == 0) {
            piece.cutFront(gone);
            return new KeptData<>(null, piece);
        }
        Piece upper = null;
        if (rest > 0) {
            upper = piece.copyFor(after);
            upper.space = piece.space;
            upper.cutFront(from + gone);
            oracle.handOver(upper);
        }
        piece.pages = from;
        return new KeptData<>(piece, upper);
    }
}
