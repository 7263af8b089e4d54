package org.devmap.examples.demo.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.devmap.examples.demo.BadInput;

/**
 * The arguments of the command.
 *
 * @param backend who must be there to host memory; empty if that does not matter
 * @param scenarios the names of those to be played; empty for all
 * @param image the picture to show; empty for one that is made
 * @param out where to leave the picture; empty for the default
 */
record DemoArguments(Optional<String> backend, List<String> scenarios, Optional<Path> image, Optional<Path> out) {

    private static final String BACKEND = "--backend";
    private static final String OUT = "--out";
    private static final String END_OF_OPTIONS = "--";

    /** Reads the arguments. A scenario's name is never an IMAGE; behind {@code --} nothing is an option. */
    static DemoArguments parse(List<String> arguments, Set<String> scenarioNames) throws BadInput {
        Optional<String> backend = Optional.empty();
        Optional<Path> out = Optional.empty();
        List<String> words = new ArrayList<>();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext();) {
            String argument = rest.next();
            if (argument.equals(END_OF_OPTIONS)) {
                rest.forEachRemaining(words::add);
            } else if (isOption(BACKEND, argument)) {
                backend = Optional.of(value(BACKEND, argument, rest));
            } else if (isOption(OUT, argument)) {
                out = Optional.of(path(value(OUT, argument, rest)));
            } else if (argument.startsWith("-")) {
                throw new BadInput(argument + ": no such option; there are --backend NAME and --out FILE.png");
            } else {
                words.add(argument);
            }
        }
        List<String> scenarios = words.stream().filter(scenarioNames::contains).distinct().toList();
        List<String> images = words.stream().filter(word -> !scenarioNames.contains(word)).toList();
        if (images.size() > 1) {
            throw new BadInput(String.join(", ", images) + ": more than one IMAGE; give one at most");
        }
        Optional<Path> image = images.isEmpty() ? Optional.empty() : Optional.of(path(images.getFirst()));
        return new DemoArguments(backend, scenarios, image, out);
    }

    private static boolean isOption(String option, String argument) {
        return argument.equals(option) || argument.startsWith(option + "=");
    }

    private static String value(String option, String argument, Iterator<String> rest) throws BadInput {
        if (!argument.equals(option)) {
            return argument.substring(option.length() + 1);
        }
        if (!rest.hasNext()) {
            throw new BadInput(option + ": needs a value behind it");
        }
        return rest.next();
    }

    private static Path path(String name) throws BadInput {
        if (name.isBlank()) {
            throw new BadInput("'" + name + "' is no name of a file");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new BadInput("'" + name + "' is no name of a file: " + e.getReason());
        }
    }
}
