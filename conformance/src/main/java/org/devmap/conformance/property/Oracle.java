package org.devmap.conformance.property;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.devmap.Protection;
import org.devmap.conformance.bench.KernelMemory;
import org.devmap.conformance.property.Operation.Exported;
import org.devmap.conformance.property.Operation.Memory;
import org.devmap.conformance.property.Operation.Mmap;
import org.devmap.conformance.property.Operation.Remapping;

/**
 * What must be: for each page of each process whether it is mapped, loaded, with which protection, and what it shows. Knows the
 * rules of chapter 2 in their simplest form, and nothing of how the framework keeps them.
 */
class Oracle {

    /** Pages of the register set, and of each umem cookie. */
    static final int MEMORY_PAGES = 16;

    /** A mapped page. */
    static final class Page {

        final Piece piece;
        /** The same object for all pages of a segment; a segment is a contiguous run of them. */
        final Object segment;
        Protection prot;
        boolean loaded;

        Page(Piece piece, Object segment, Protection prot) {
            this.piece = piece;
            this.segment = segment;
            this.prot = prot;
        }
    }

    private record Place(Memory memory, int page) {
    }

    private final Map<Integer, NavigableMap<Long, Page>> spaces = new TreeMap<>();
    private final Map<Place, Integer> contents = new HashMap<>();

    /** The pages of a process, by number; empty if there is no process. */
    NavigableMap<Long, Page> pages(int process) {
        return spaces.computeIfAbsent(process, _ -> new TreeMap<>());
    }

    Page page(int process, long page) {
        return pages(process).get(page);
    }

    boolean isEmpty() {
        return spaces.values().stream().allMatch(Map::isEmpty);
    }

    /** Whether the devmap(9E) loop of an mmap ends well: then the address is chosen, and MAP_FIXED unmaps. */
    boolean describes(Mmap mmap) {
        int pieces = (mmap.pages() + mmap.exported().piece() - 1) / mmap.exported().piece();
        boolean defective = switch (mmap.defect()) {
            case NONE, MAP_REFUSES -> false;
            case LENGTH_ZERO, OFFSET_ODD -> true;
            case DEVMAP_REFUSES, MAPLEN_ZERO, MAPLEN_ODD -> mmap.defectAt() < pieces;
        };
        Exported exported = mmap.exported();
        boolean inside = exported.memory() == Memory.INVALID || mmap.offset() + mmap.pages() <= MEMORY_PAGES;
        boolean allowed = !exported.readOnly() || Protection.READ.contains(mmap.prot());
        return !defective && inside && allowed && (mmap.shared() || exported.access());
    }

    /** Whether an mmap succeeds that {@link #describes}. */
    boolean maps(Mmap mmap) {
        int pieces = (mmap.pages() + mmap.exported().piece() - 1) / mmap.exported().piece();
        return mmap.defect() != Operation.Defect.MAP_REFUSES || mmap.defectAt() >= pieces;
    }

    void add(int process, Piece piece, Object segment, Protection prot) {
        piece.space = pages(process);
        for (long page = piece.first; page < piece.first + piece.pages; page++) {
            piece.space.put(page, new Page(piece, segment, prot));
        }
    }

    /** The child of a fork has nothing loaded. */
    void addCopy(int child, Piece original, Piece copy) {
        copy.space = pages(child);
        for (long page = copy.first; page < copy.first + copy.pages; page++) {
            Page old = original.space.get(page);
            copy.space.put(page, new Page(copy, old.segment, old.prot));
        }
    }

    /** Moves pages to the upper piece of a middle hole; they stay as they are. */
    void handOver(Piece upper) {
        for (long page = upper.first; page < upper.first + upper.pages; page++) {
            Page old = upper.space.get(page);
            Page moved = new Page(upper, old.segment, old.prot);
            moved.loaded = old.loaded;
            upper.space.put(page, moved);
        }
    }

    /** A load page by page, which stops at the first that fails. Answers whether all are loaded. */
    boolean load(Piece piece, long first, int pages, Protection needed) {
        for (long page = first; page < first + pages; page++) {
            Page loading = piece.space.get(page);
            if (!loading.prot.contains(needed) || piece.invalid) {
                return false;
            }
            loading.loaded = true;
        }
        return true;
    }

    void unload(Piece piece, long first, int pages) {
        if (piece.space != null) {
            piece.space.subMap(first, first + pages).values().forEach(page -> page.loaded = false);
        }
    }

    void unload(Piece piece) {
        unload(piece, piece.first, piece.pages);
    }

    /** Segment by segment: what lies before a hole, or before a segment whose maximum forbids it, has changed. */
    boolean protect(int process, long first, int pages, Protection prot) {
        NavigableMap<Long, Page> space = pages(process);
        long end = first + pages;
        for (long at = first; at < end;) {
            Page page = space.get(at);
            if (page == null) {
                return false;
            }
            long stop = at;
            boolean allowed = true;
            while (stop < end && space.containsKey(stop) && space.get(stop).segment == page.segment) {
                allowed &= space.get(stop).piece.maxprot.contains(prot);
                stop++;
            }
            if (!allowed) {
                return false;
            }
            space.subMap(at, stop).values().forEach(changed -> changeProtection(changed, prot));
            at = stop;
        }
        return true;
    }

    /** PROT_NONE drops the translation; everything else changes it in place. */
    void changeProtection(Page page, Protection prot) {
        page.prot = prot;
        page.loaded &= !prot.equals(Protection.NONE);
    }

    /** A remap; answers whether it succeeds. */
    boolean remap(Piece piece, Remapping remapping, int offset) {
        if (!piece.remappable) {
            return false;
        }
        boolean fits = offset + piece.pages <= MEMORY_PAGES;
        boolean umem = remapping == Remapping.UMEM || remapping == Remapping.TRASH;
        if (remapping == Remapping.REFUSED_UMEM || umem && !fits) {
            return false;
        }
        unload(piece);
        if (remapping == Remapping.REFUSED_REGISTERS || remapping == Remapping.REGISTERS && !fits) {
            return false;
        }
        piece.memory = Memory.valueOf(remapping.name());
        piece.memoryPage = offset;
        piece.maxprot = Protection.ALL;
        // Only devmem_remap clears the invalid mark (S-224).
        piece.invalid = umem ? piece.invalid : remapping == Remapping.INVALID;
        return true;
    }

    /** What a page shows, or null if that is not determined. */
    Integer content(Piece piece, long page) {
        Place place = new Place(piece.memory, piece.memoryPageAt(page));
        return switch (piece.memory) {
            case REGISTERS -> Objects.requireNonNullElse(contents.get(place), KernelMemory.mark('1', place.page));
            case UMEM -> Objects.requireNonNullElse(contents.get(place), 0);
            case TRASH, INVALID -> null;
        };
    }

    void write(Piece piece, long page, int datum) {
        contents.put(new Place(piece.memory, piece.memoryPageAt(page)), datum);
    }
}
