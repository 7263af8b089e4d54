package org.devmap.doctor;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What limits real memory: of a process, and of the machine.
 *
 * @param machine whom to ask
 */
record MemoryFindings(Machine machine) {

    /** The memory of a driver for a real device is real as well. */
    private static final Set<Use> USES = EnumSet.of(Use.FFM, Use.UIO);
    private static final int CAP_IPC_LOCK = 14;
    /** The limit of an ordinary login since Linux 5.16; less than that is soon used up. */
    private static final long USUAL_LIMIT = 8L << 20;

    List<Finding> all() {
        return List.of(available(), locked(), hugePages());
    }

    private Finding available() {
        return machine.field("proc/meminfo", "MemAvailable:").map(found -> Finding.ok(USES, "memory available", found))
                .orElseGet(() -> Finding.missing(USES, "memory available",
                        "/proc/meminfo does not tell", "mount /proc"));
    }

    private Finding locked() {
        String what = "locked memory";
        if (mayLockAnything()) {
            return Finding.ok(USES, what, "unlimited (CAP_IPC_LOCK)");
        }
        String soft = machine.field("proc/self/limits", "Max locked memory")
                .map(limits -> limits.split("\\s+")[0]).orElse("");
        if (soft.equals("unlimited")) {
            return Finding.ok(USES, what, "unlimited");
        }
        if (!soft.matches("\\d{1,18}")) {
            return Finding.unknown(USES, what, "/proc/self/limits does not tell", "ulimit -l");
        }
        long bytes = Long.parseLong(soft);
        return bytes >= USUAL_LIMIT ? Finding.ok(USES, what, bytes + " bytes")
                : Finding.note(USES, what, bytes + " bytes, umem is locked down",
                        "raise memlock in /etc/security/limits.conf");
    }

    private boolean mayLockAnything() {
        return machine.field("proc/self/status", "CapEff:").filter(text -> text.matches("\\p{XDigit}{1,16}"))
                .map(mask -> (Long.parseUnsignedLong(mask, 16) >>> CAP_IPC_LOCK & 1) != 0).orElse(false);
    }

    private Finding hugePages() {
        String what = "huge pages";
        String size = machine.field("proc/meminfo", "Hugepagesize:").orElse("");
        if (size.isEmpty()) {
            return Finding.note(USES, what, "not in this kernel", "a kernel with CONFIG_HUGETLBFS");
        }
        String total = machine.field("proc/meminfo", "HugePages_Total:").orElse("0");
        String free = machine.field("proc/meminfo", "HugePages_Free:").orElse("0");
        return total.equals("0")
                ? Finding.note(USES, what, "none of " + size + ": no DMA to umem", "sysctl vm.nr_hugepages=16")
                : Finding.ok(USES, what, free + " of " + total + " free, " + size + " each");
    }
}
