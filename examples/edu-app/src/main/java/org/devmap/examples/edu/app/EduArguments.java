package org.devmap.examples.edu.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.devmap.examples.demo.BadInput;

/**
 * The arguments of the command.
 *
 * @param backend whose device; empty if that does not matter
 * @param interrupts how often to interrupt
 * @param dma whether to transfer
 * @param record where to record the accesses to the device; empty for nowhere
 */
record EduArguments(Optional<String> backend, int interrupts, boolean dma, Optional<Path> record) {

    private static final String OPTIONS = "there are --backend NAME, --interrupts N, --no-dma and --record FILE";
    private static final int INTERRUPTS = 1000;
    private static final int MOST_INTERRUPTS = 10_000_000;

    static EduArguments parse(List<String> arguments) throws BadInput {
        Optional<String> backend = Optional.empty();
        int interrupts = INTERRUPTS;
        boolean dma = true;
        Optional<Path> record = Optional.empty();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext();) {
            String argument = rest.next();
            int assigned = argument.indexOf('=');
            String option = assigned < 0 ? argument : argument.substring(0, assigned);
            if (option.equals("--no-dma") && assigned < 0) {
                dma = false;
                continue;
            }
            if (!List.of("--backend", "--interrupts", "--record").contains(option)) {
                throw new BadInput(argument + ": no such option; " + OPTIONS);
            }
            String value = assigned < 0 ? next(option, rest) : argument.substring(assigned + 1);
            switch (option) {
                case "--backend" -> backend = Optional.of(value);
                case "--interrupts" -> interrupts = count(value);
                default -> record = Optional.of(file(value));
            }
        }
        return new EduArguments(backend, interrupts, dma, record);
    }

    private static String next(String option, Iterator<String> rest) throws BadInput {
        if (!rest.hasNext()) {
            throw new BadInput(option + ": needs a value behind it");
        }
        return rest.next();
    }

    private static int count(String text) throws BadInput {
        try {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= MOST_INTERRUPTS) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number that is out of range.
        }
        throw new BadInput("--interrupts " + text + ": must be a number from 1 to " + MOST_INTERRUPTS);
    }

    private static Path file(String name) throws BadInput {
        try {
            if (!name.isBlank()) {
                return Path.of(name);
            }
        } catch (InvalidPathException e) {
            throw new BadInput("--record '" + name + "': is no name of a file: " + e.getReason());
        }
        throw new BadInput("--record: needs the name of a file");
    }
}
