package org.devmap.dist;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What {@code devmap help} and {@code devmap help COMMAND} print. */
final class HelpText {

    private static final String OVERVIEW = """
            usage: devmap [--backend NAME] COMMAND [ARGUMENT...]
                   devmap help COMMAND
                   devmap                   the shell; lines from a pipe or a file are run as its commands
            """;

    private HelpText() {
    }

    static String overview(Collection<Command> commands) {
        List<String> lines = new ArrayList<>();
        lines.add(OVERVIEW);
        if (commands.isEmpty()) {
            lines.add("No installed bundle offers a command.");
        } else {
            lines.add("Commands:");
            int width = commands.stream().mapToInt(command -> command.name().length()).max().orElse(0);
            commands.forEach(command -> lines.add(("  %-" + width + "s  %s")
                    .formatted(command.name(), command.summary()).stripTrailing()));
        }
        lines.add("");
        lines.add("Examples:");
        commands.forEach(command -> command.examples().forEach(example -> lines.add("  " + example)));
        lines.add("  echo lb | devmap");
        return String.join(System.lineSeparator(), lines);
    }

    static String about(Command command) {
        List<String> lines = new ArrayList<>();
        lines.add(command.usage().orElse("usage: devmap " + command.name() + " [ARGUMENT...]").stripTrailing());
        if (!command.summary().isEmpty()) {
            lines.add("");
            lines.add(command.summary());
        }
        if (!command.examples().isEmpty()) {
            lines.add("");
            lines.add("Examples:");
            command.examples().forEach(example -> lines.add("  " + example));
        }
        return String.join(System.lineSeparator(), lines);
    }
}
