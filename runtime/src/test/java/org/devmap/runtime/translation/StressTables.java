package org.devmap.runtime.translation;

import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.Pages;

/**
 * The translations of a revocation stress, and what a fault does: load the page from the frames of the hour. Faults wait while a
 * revocation is being checked, so that what was taken away stays away.
 */
final class StressTables {

    private static final int READ_WRITE = Hat.READ | Hat.WRITE;

    /** What a revocation took away: cells that nobody may write, and those that nobody may even read. */
    record Revoked(String what, BitSet unwritable, BitSet unreadable) {

        private static Revoked all(String what, BitSet cells) {
            return new Revoked(what, cells, cells);
        }
    }

    private final StressArea area;
    private final boolean scattered;
    private final FrameRun[] frames = new FrameRun[2];
    private final int[] current;
    private final ReentrantLock faults = new ReentrantLock(true);
    private Translation lower;
    private Translation upper;
    private int split;

    StressTables(StressArea area, Behind kind, boolean scattered) {
        this.area = area;
        this.scattered = scattered;
        this.frames[0] = area.frames(0, kind);
        this.frames[1] = area.frames(1, kind);
        this.current = new int[area.pages()];
        join();
    }

    private void join() {
        lower = new Translation(StressArea.START, area.pages());
        upper = null;
        split = area.pages();
    }

    TableMemory memory() {
        return new TableMemory(StressArea.START, Pages.ptob(area.pages()), Long.MAX_VALUE, this::fault);
    }

    ReentrantLock faults() {
        return faults;
    }

    private Translation fault(TranslatedMemory.Access access) {
        faults.lock();
        try {
            int page = (int) Pages.btop(access.address() - StressArea.START);
            Translation table = page < split ? lower : upper;
            if (!table.permits(access.address(), access.need())) {
                load(table, page < split ? page : page - split, page);
            }
            return table;
        } finally {
            faults.unlock();
        }
    }

    private void load(Translation table, int index, int page) {
        if (scattered) {
            table.loadPage(index, READ_WRITE, frames[current[page]]);
        } else {
            table.load(index, 1, READ_WRITE, frames[current[page]]);
        }
    }

    /** Opens a window, if the page of an address is loaded: accessors do so now and then, so that there are accesses of both tiers. */
    void open(TableMemory memory, long offset) {
        Translation table;
        faults.lock();
        try {
            table = Pages.btop(offset) < split ? lower : upper;
        } finally {
            faults.unlock();
        }
        memory.open(table, StressArea.START + offset);
    }

    /** Takes something away; the caller holds {@link #faults}. */
    Revoked revoke(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> unload(random);
            case 1 -> protect();
            case 2, 3 -> reload(random);
            case 4 -> upper == null ? split(random) : unloadAll();
            default -> unloadAll();
        };
    }

    private Revoked unload(Random random) {
        int first = random.nextInt(split);
        int count = 1 + random.nextInt(split - first);
        lower.unload(first, count);
        return Revoked.all("unload", cells(first, first + count));
    }

    private Revoked protect() {
        lower.protect(0, split, Hat.READ);
        return new Revoked("protect", cells(0, split), new BitSet());
    }

    private Revoked unloadAll() {
        lower.unloadAll();
        if (upper != null) {
            upper.unloadAll();
        }
        join();
        return Revoked.all("unload of all", cells(0, area.pages()));
    }

    private Revoked split(Random random) {
        split = 1 + random.nextInt(area.pages() - 1);
        upper = lower.upperPart(split);
        lower.moveInto(upper);
        upper.unloadAll();
        return Revoked.all("split", cells(split, area.pages()));
    }

    /** Other frames behind the pages: all of them, or one if pages have frames of their own. */
    private Revoked reload(Random random) {
        int page = random.nextInt(split);
        BitSet old;
        if (scattered) {
            old = cells(page, page + 1);
            current[page] = 1 - current[page];
        } else {
            old = cells(0, area.pages());
            for (int i = 0; i < current.length; i++) {
                current[i] = 1 - current[i];
            }
            if (upper != null) {
                upper.unloadAll();
            }
        }
        load(lower, page, page);
        return Revoked.all("load with other frames", old);
    }

    /** The cells behind these pages now. */
    private BitSet cells(int from, int to) {
        BitSet cells = new BitSet();
        for (int page = from; page < to; page++) {
            cells.set(area.cell(current[page], page));
        }
        return cells;
    }
}
