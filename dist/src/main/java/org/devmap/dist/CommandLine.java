package org.devmap.dist;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words after {@code devmap}: {@code [--backend NAME] [COMMAND [ARGUMENT...]]}.
 *
 * <p>{@code --backend} is meant for launcher and command alike: it becomes a framework property and stays among the
 * arguments. What follows a {@code --} is the command's alone.
 *
 * @param backend   the backend asked for
 * @param command   the first word that is no option; none means the shell
 * @param arguments all words but the command, in their order
 */
record CommandLine(Optional<String> backend, Optional<String> command, List<String> arguments) {

    static final String HELP = "help";

    private static final String BACKEND = "--backend";
    private static final String BACKEND_ASSIGNED = BACKEND + "=";
    private static final String END_OF_OPTIONS = "--";

    CommandLine {
        arguments = List.copyOf(arguments);
    }

    static CommandLine parse(List<String> words) throws UsageException {
        Optional<String> backend = Optional.empty();
        Optional<String> command = Optional.empty();
        List<String> arguments = new ArrayList<>();
        boolean help = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals(END_OF_OPTIONS) && command.isPresent()) {
                arguments.addAll(words.subList(i, words.size()));
                break;
            } else if (word.equals(BACKEND)) {
                backend = Optional.of(backendName(i + 1 < words.size() ? words.get(i + 1) : ""));
                arguments.add(word);
                arguments.add(words.get(++i));
            } else if (word.startsWith(BACKEND_ASSIGNED)) {
                backend = Optional.of(backendName(word.substring(BACKEND_ASSIGNED.length())));
                arguments.add(word);
            } else if (word.equals("--help") || word.equals("-h") && command.isEmpty()) {
                help = true;
            } else if (command.isPresent()) {
                arguments.add(word);
            } else if (word.startsWith("-")) {
                throw new UsageException("unknown option " + word + "; before the command there are --backend NAME and --help");
            } else {
                command = Optional.of(word);
            }
        }
        return help ? askingForHelp(backend, command) : new CommandLine(backend, command, arguments);
    }

    private static CommandLine askingForHelp(Optional<String> backend, Optional<String> command) {
        List<String> topic = command.filter(name -> !name.equals(HELP)).map(List::of).orElse(List.of());
        return new CommandLine(backend, Optional.of(HELP), topic);
    }

    private static String backendName(String name) throws UsageException {
        if (name.isEmpty() || name.startsWith("-")) {
            throw new UsageException(BACKEND + " needs the name of a backend, for example " + BACKEND + " sim");
        }
        return name;
    }
}
