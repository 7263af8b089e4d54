package org.devmap.backend.ffm;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the control groups (cgroup v2) of this process still allow: a container's memory limit ends in SIGKILL and not in
 * an error, so it must be asked before. Groups of version 1 are not looked at.
 *
 * @param proc {@code /proc}
 * @param sys {@code /sys}
 */
record CgroupMemory(Path proc, Path sys) {

    /** Bytes until the nearest limit of the group or one above it; empty without a limit. */
    OptionalLong headroom() {
        Path root = sys.resolve("fs/cgroup");
        OptionalLong least = OptionalLong.empty();
        for (Path group = own(root); group.startsWith(root); group = group.getParent()) {
            OptionalLong here = headroom(group);
            if (here.isPresent() && (least.isEmpty() || here.getAsLong() < least.getAsLong())) {
                least = here;
            }
        }
        return least;
    }

    private Path own(Path root) {
        for (String line : KernelFigures.lines(proc.resolve("self/cgroup"))) {
            if (line.startsWith("0::/")) {
                return root.resolve(line.substring("0::/".length())).normalize();
            }
        }
        return root;
    }

    /** Limit minus use; file pages that are not in use do not count, the kernel drops them first. */
    private static OptionalLong headroom(Path group) {
        OptionalLong limit = only(group.resolve("memory.max"));
        OptionalLong used = only(group.resolve("memory.current"));
        if (limit.isEmpty() || used.isEmpty()) {
            return OptionalLong.empty();
        }
        long droppable = KernelFigures.field(KernelFigures.lines(group.resolve("memory.stat")), "inactive_file ").orElse(0);
        return OptionalLong.of(Math.max(0, limit.getAsLong() - used.getAsLong() + droppable));
    }

    private static OptionalLong only(Path file) {
        return KernelFigures.lines(file).stream().findFirst().map(KernelFigures::number).orElse(OptionalLong.empty());
    }
}
