package org.devmap.backend.sim.command;

import java.nio.file.Path;
import java.util.Locale;
import org.devmap.backend.sim.layout.Table;
import org.devmap.backend.sim.record.Access;
import org.devmap.backend.sim.record.Replay.Difference;

/** Where a replay parts from its recording, for people. */
final class DifferenceText {

    private static final double NANOS_PER_SECOND = 1e9;

    private DifferenceText() {
    }

    /** What came before in a table, then the access as it was recorded and as it ended now. */
    static String of(Path file, String device, Difference difference) {
        Table table = new Table().left("").right("SECONDS").left("CLIENT", "ACCESS", "REGISTER").right("AT", "WIDTH")
                .left("VALUE");
        difference.history().forEach(access -> row(table, "", access));
        row(table, "recorded", difference.recorded());
        row(table, "replayed", difference.replayed());
        return "line " + difference.line() + " of " + file + " ends differently against " + device + "\n" + table;
    }

    private static void row(Table table, String what, Access access) {
        String register = access.set() + ":" + (access.register().isEmpty() ? "-" : access.register());
        table.row(what, String.format(Locale.ROOT, "%.6f", access.nanos() / NANOS_PER_SECOND), access.thread(),
                access.write() ? "write" : "read", register, "0x" + Long.toHexString(access.offset()), access.width(),
                ("0x%0" + 2 * access.width() + "x").formatted(access.value())
                        + (access.error().isEmpty() ? "" : " failed: " + access.error()));
    }
}
