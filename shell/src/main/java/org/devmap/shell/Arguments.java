package org.devmap.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words behind a command.
 *
 * @param usage the command with the names of its arguments, one word each
 * @param words what was typed
 */
record Arguments(String usage, List<String> words) {

    /** Gogo takes out the options that a command has: what is left of them is none. */
    private static final String OPTION = "--";

    /**
     * Checks how many words there are.
     *
     * @param usage the command with the names of its arguments, one word each; brackets around what may be left out
     * @param least how many there must be
     * @param typed what was typed
     * @return the arguments
     */
    static Arguments of(String usage, int least, String... typed) {
        String[] words = joined(typed);
        String[] names = usage.split(" ");
        for (String word : words) {
            if (word.startsWith(OPTION)) {
                throw new CommandFailure("'" + word + "' is no option of " + names[0] + "; see 'help devmap:" + names[0] + "'");
            }
        }
        if (words.length < least) {
            throw new CommandFailure(name(names[words.length + 1]) + " is missing; usage: " + usage);
        }
        if (words.length > names.length - 1) {
            throw new CommandFailure("'" + words[names.length - 1] + "' is one argument too many; usage: " + usage);
        }
        return new Arguments(usage, List.of(words));
    }

    /** Gogo takes {@code CH[0].MODE} for three words, because brackets make a list; here they are part of a name. */
    static String[] joined(String... typed) {
        List<String> words = new ArrayList<>();
        for (String word : typed) {
            boolean goesOn = word.startsWith("[") || word.startsWith(".") && !words.isEmpty() && words.getLast().endsWith("]");
            words.add(goesOn && !words.isEmpty() ? words.removeLast() + word : word);
        }
        return words.toArray(String[]::new);
    }

    /** Without the brackets around what may be left out; a bracket inside a name is part of it. */
    private static String name(String inUsage) {
        String name = inUsage.startsWith("[") ? inUsage.substring(1) : inUsage;
        return name.endsWith("]") && name.indexOf('[') < 0 ? name.substring(0, name.length() - 1) : name;
    }

    /** A word that must be there. */
    String word(int index) {
        return words.get(index);
    }

    /** A word that may be left out. */
    Optional<String> optional(int index) {
        return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
    }
}
