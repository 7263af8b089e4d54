package org.devmap.backend.sim.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The words behind a command, and words about many things. */
final class Words {

    private static final int SHOWN = 12;
    private static final int BRIEF = 64;
    private static final String ELLIPSIS = "...";

    private Words() {
    }

    /** Refuses too few and too many, naming the first that is missing or too much. */
    static List<String> checked(String usage, int least, int most, String... typed) {
        List<String> words = joined(typed);
        if (words.size() < least) {
            throw new CommandFailure(usage.split(" ")[words.size() + 1].replaceAll("[\\[\\]]", "") + " is missing; usage: "
                    + usage);
        }
        if (words.size() > most) {
            throw new CommandFailure("'" + words.get(most) + "' is one argument too many; usage: " + usage);
        }
        return words;
    }

    /** Gogo takes {@code CH[0].MODE} for three words, because brackets make a list; here they are part of a name. */
    static List<String> joined(String... typed) {
        List<String> words = new ArrayList<>();
        for (String word : typed) {
            boolean goesOn = word.startsWith("[") || word.startsWith(".") && !words.isEmpty() && words.getLast().endsWith("]");
            words.add(goesOn && !words.isEmpty() ? words.removeLast() + word : word);
        }
        return words;
    }

    /** The first names, and how many more there are. */
    static String names(List<String> names) {
        int more = names.size() - SHOWN;
        return names.stream().limit(SHOWN).collect(Collectors.joining(", ")) + (more > 0 ? " and " + more + " more" : "");
    }

    /** The beginning of a text, up to its first line break, which vendors also write as a backslash and an n. */
    static String brief(String text) {
        String line = text.strip().split("\\\\n|\\R", 2)[0].strip();
        return line.length() <= BRIEF ? line : line.substring(0, BRIEF - ELLIPSIS.length()) + ELLIPSIS;
    }

    /** So many of something. */
    static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : noun.endsWith("s") ? "es" : "s");
    }
}
