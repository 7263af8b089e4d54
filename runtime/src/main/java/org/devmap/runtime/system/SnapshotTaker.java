package org.devmap.runtime.system;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.devmap.dto.ContextSnapshot;
import org.devmap.dto.GateSnapshot;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.SegmentSnapshot;
import org.devmap.dto.SpaceSnapshot;
import org.devmap.dto.SystemSnapshot;
import org.devmap.runtime.exclusion.SharedRecords;
import org.devmap.runtime.handle.Counters;
import org.devmap.runtime.memory.MemoryProviders;
import org.devmap.runtime.process.Processes;
import org.devmap.runtime.tree.DeviceTree;
import org.devmap.runtime.umem.LockedMemory;
import org.devmap.runtime.umem.UmemRegistry;

/** Takes the picture of everything; waits for no lock that is held while driver code runs. */
final class SnapshotTaker {

    private SnapshotTaker() {
    }

    static SystemSnapshot take(DeviceTree tree, MemoryProviders providers, Processes processes, UmemRegistry umem,
                               SharedRecords records, LockedMemory lockedMemory, Counters counters) {
        List<SpaceSnapshot> spaces = processes.snapshot();
        Map<String, Long> mapped = mappedBytes(spaces);
        List<NodeSnapshot> nodes = tree.nodes().stream().map(node -> node.snapshot(mapped.getOrDefault(node.name(), 0L))).toList();
        return new SystemSnapshot(nodes, tree.driverSnapshots(), providers.snapshot(), providers.pieces().snapshot(), spaces, umem.snapshot(),
                records.contexts(context -> new ContextSnapshot(context.device(), context.isBusy(), context.references(),
                        context.waiting())),
                records.gates(gate -> new GateSnapshot(gate.dev().toString(), gate.count(), gate.references(), gate.waiting())),
                lockedMemory.snapshot(), counters.snapshot());
    }

    /** Bytes mapped by node, from the paths of the segments. */
    private static Map<String, Long> mappedBytes(List<SpaceSnapshot> spaces) {
        Map<String, Long> bytes = new HashMap<>();
        for (SpaceSnapshot space : spaces) {
            for (SegmentSnapshot segment : space.segments()) {
                String path = segment.path();
                if (path.startsWith("/devices/")) {
                    bytes.merge(path.substring("/devices/".length(), path.lastIndexOf(':')), segment.length(), Long::sum);
                }
            }
        }
        return bytes;
    }
}
