package org.devmap.conformance.bench;

import java.util.ArrayList;
import java.util.List;
import org.devmap.dto.LimitSnapshot;
import org.devmap.dto.SystemSnapshot;

/**
 * What must not remain once every process of a test has exited (property 4 of section 5.2): handles, contexts, gates, charges,
 * pinned pages, references to the device; and no kernel memory once the test's cookies are freed.
 */
final class Leftovers {

    private Leftovers() {
    }

    /** What remains after the processes have exited. */
    static List<String> afterExit(SystemSnapshot snapshot) {
        List<String> found = new ArrayList<>();
        snapshot.spaces().stream().filter(space -> !space.segments().isEmpty())
                .forEach(space -> found.add("segments of a process that exited: " + space));
        snapshot.contexts().forEach(context -> found.add("a context: " + context));
        snapshot.gates().forEach(gate -> found.add("a lock gate: " + gate));
        snapshot.nodes().stream().filter(node -> node.opens() != 0 || node.mappedBytes() != 0)
                .forEach(node -> found.add("%d opens and %d mapped bytes of %s"
                        .formatted(node.opens(), node.mappedBytes(), node.name())));
        return found;
    }

    /** What remains after the test's cookies are freed too. */
    static List<String> afterFree(SystemSnapshot snapshot) {
        List<String> found = new ArrayList<>();
        snapshot.cookies().forEach(cookie -> found.add("a umem cookie: " + cookie));
        LimitSnapshot limits = snapshot.limits();
        if (limits.zoneUsed() != 0) {
            found.add(limits.zoneUsed() + " bytes of locked memory charged to the zone");
        }
        limits.projects().forEach((project, charged) -> {
            if (charged.used() != 0) {
                found.add(charged.used() + " bytes of locked memory charged to project " + project);
            }
        });
        return found;
    }
}
