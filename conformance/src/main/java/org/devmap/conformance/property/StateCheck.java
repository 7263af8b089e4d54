package org.devmap.conformance.property;

import static org.devmap.conformance.bench.Bench.P;

import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import org.devmap.conformance.bench.Bench;
import org.devmap.dto.HandleSnapshot;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.SegmentSnapshot;
import org.devmap.dto.SpaceSnapshot;
import org.devmap.dto.SystemSnapshot;

/** Compares what a snapshot shows with what the oracle says. */
final class StateCheck {

    private static final int ACCESS_BITS = 7;

    private StateCheck() {
    }

    /** A process: pages, translations, protections, and where its handles are. */
    static void compare(int process, SpaceSnapshot space, NavigableMap<Long, Oracle.Page> expected) {
        Set<Long> pages = new HashSet<>();
        for (SegmentSnapshot segment : space.segments()) {
            for (HandleSnapshot handle : segment.handles()) {
                compareHandle(process, segment, handle, expected);
            }
            for (int i = 0; i < segment.length() / P; i++) {
                long number = segment.address() / P + i;
                pages.add(number);
                comparePage(process, number, i, segment, expected.get(number));
            }
        }
        Broken.unless(pages.equals(expected.keySet()), Property.UNMAP_RANGES, "p%d has pages %s mapped, but must have %s",
                process, pages, expected.keySet());
    }

    private static void comparePage(int process, long number, int index, SegmentSnapshot segment, Oracle.Page expected) {
        Broken.unless(expected != null, Property.UNMAP_RANGES, "p%d page 0x%x is mapped, but must not be", process, number);
        boolean loaded = segment.loaded().get(index);
        Broken.unless(loaded == expected.loaded, Property.TRANSLATIONS, "p%d page 0x%x is %s, but must %sbe", process, number,
                loaded ? "loaded" : "not loaded", loaded ? "not " : "");
        int prot = ACCESS_BITS & (segment.pageProtections().isEmpty() ? segment.prot() : segment.pageProtections().get(index));
        Broken.unless(prot == expected.prot.bits(), Property.TRANSLATIONS, "p%d page 0x%x has protection %d, but must have %s",
                process, number, prot, expected.prot);
    }

    private static void compareHandle(int process, SegmentSnapshot segment, HandleSnapshot handle,
                                      NavigableMap<Long, Oracle.Page> expected) {
        Broken.unless(handle.address() - segment.address() == handle.uoff() - segment.offset(), Property.OFFSETS,
                "p%d: a handle is 0x%x bytes into its segment by addresses, 0x%x by user offsets", process,
                handle.address() - segment.address(), handle.uoff() - segment.offset());
        Oracle.Page page = expected.get(handle.address() / P);
        Broken.unless(page != null && page.piece.uoff * P == handle.uoff() && page.piece.pages * P == handle.length(),
                Property.OFFSETS, "p%d: a handle at page 0x%x covers 0x%x bytes at user offset 0x%x, but must not", process,
                handle.address() / P, handle.length(), handle.uoff());
    }

    /** After an mmap that failed: the same as before. */
    static void compareUnchanged(long space, SystemSnapshot before, SystemSnapshot after) {
        unchanged("space", before.space(space), after.space(space));
        unchanged("gates", before.gates(), after.gates());
        unchanged("contexts", before.contexts(), after.contexts());
        unchanged("mapped bytes", before.node(Bench.DV).map(NodeSnapshot::mappedBytes),
                after.node(Bench.DV).map(NodeSnapshot::mappedBytes));
    }

    private static void unchanged(String what, Object before, Object after) {
        Broken.unless(before.equals(after), Property.FAILING_MMAP, "%s before: %s, after: %s", what, before, after);
    }

    /** When no handle is left. */
    static void compareNothingLeft(SystemSnapshot snapshot) {
        Broken.unless(snapshot.contexts().isEmpty(), Property.NOTHING_LEFT, "contexts left: %s", snapshot.contexts());
        Broken.unless(snapshot.gates().isEmpty(), Property.NOTHING_LEFT, "gates left: %s", snapshot.gates());
        Broken.unless(snapshot.limits().zoneUsed() == 0, Property.NOTHING_LEFT, "%d bytes of locked memory left charged",
                snapshot.limits().zoneUsed());
    }
}
