package org.devmap.shell;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.devmap.DdiException;
import org.devmap.embed.DevmapAdmin;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapReport.Move;
import org.devmap.embed.SwapReport.Outcome;
import org.devmap.embed.SwapRequest;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Moves live memory from one provider to another. */
@Component(service = SwapCommand.class, property = {
    "osgi.command.scope=devmap",
    "osgi.command.function=swap"})
public final class SwapCommand {

    private final DevmapAdmin admin;

    /**
     * As a component.
     *
     * @param admin the system
     */
    @Activate
    public SwapCommand(@Reference DevmapAdmin admin) {
        this.admin = admin;
    }

    /**
     * {@code swap [--chunks] FROM TO} for the memory of a provider, {@code swap NODE NEXUS} for a device.
     *
     * @param chunks whether to move chunk by chunk
     * @param words the providers, or node and nexus
     * @return a line for each piece of memory, or who is in charge
     */
    @Descriptor("""
            moves memory to another provider, or a device to another nexus, while applications use it
               PREPARED: how long the new memory took, with everybody running
               PAUSE: how long an access could have to wait, by chunks for the slowest one
               examples: swap sim ffm
                         swap --chunks ffm sim
                         swap edu0 uio""")
    public String swap(
            @Descriptor("move chunk by chunk: shorter pauses, slower accesses meanwhile")
            @Parameter(names = "--chunks", presentValue = "true", absentValue = "false") boolean chunks,
            @Descriptor("FROM TO as 'providers' shows them, or NODE NEXUS") String... words) {
        Arguments arguments = Arguments.of("swap FROM|NODE TO|NEXUS", 2, words);
        if (admin.snapshot().node(arguments.word(0)).isPresent()) {
            return swapDevice(arguments.word(0), arguments.word(1));
        }
        SwapRequest request = SwapRequest.of(arguments.word(0), arguments.word(1));
        SwapReport report;
        try {
            report = admin.swap(chunks ? request.byChunks() : request);
        } catch (DdiException e) {
            throw new CommandFailure("swap %s %s".formatted(request.from(), request.to()), e);
        }
        List<Move> stayed = report.moves().stream().filter(move -> move.outcome() == Outcome.STAYED).toList();
        if (!stayed.isEmpty()) {
            throw new CommandFailure("swap %s %s: %d of %d pieces have moved; ".formatted(report.from(), report.to(),
                    report.moves().size() - stayed.size(), report.moves().size())
                    + stayed.stream().map(SwapCommand::reason).collect(Collectors.joining("; ")));
        }
        return table(report);
    }

    private String swapDevice(String node, String nexus) {
        try {
            admin.swap(node, nexus);
        } catch (DdiException e) {
            throw new CommandFailure("swap %s %s".formatted(node, nexus), e);
        }
        return node + " is " + nexus + "'s now";
    }

    private static String reason(Move move) {
        return move.what() + " stays: " + move.problem().orElseThrow().getMessage();
    }

    private static String table(SwapReport report) {
        Table table = new Table().left("MEMORY").right("SIZE").left("OUTCOME").right("PREPARED").right("COPY")
                .right("PAUSE");
        for (Move move : report.moves()) {
            table.row(move.what(), Figures.size(move.bytes()), outcome(move), millis(move.prepareNanos()),
                    millis(move.copyNanos()), millis(move.pauseNanos()));
            move.problem().ifPresent(problem -> table.note(problem.getMessage()));
        }
        return table.orIfEmpty(report.from() + " hosts no memory that could move");
    }

    private static String outcome(Move move) {
        return move.outcome() == Outcome.MOVED_EMPTY ? "moved, contents lost" : "moved";
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
