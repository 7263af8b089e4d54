package org.devmap.backend.sim.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.devmap.backend.sim.description.Problems;

/** The words of one line, taken one after the other; what is wrong with them is reported with the line. */
final class Words {

    private static final Pattern WORD = Pattern.compile("\\s*(?:\"([^\"]*)\"|(#).*|([^\\s\"#]+))");
    private static final Pattern NUMBER = Pattern.compile("0[xX]([0-9a-fA-F_]+)|0[bB]([01_]+)|([0-9_]+)");

    private final Problems problems;
    private final int number;
    private final Deque<String> words = new ArrayDeque<>();
    private Optional<String> quoted = Optional.empty();
    private boolean wrong;

    Words(int number, String line, Problems problems) {
        this.problems = problems;
        this.number = number;
        split(line);
    }

    private void split(String line) {
        Matcher matcher = WORD.matcher(line);
        int at = 0;
        while (matcher.region(at, line.length()).lookingAt() && matcher.group(2) == null) {
            at = matcher.end();
            if (matcher.group(1) == null) {
                words.add(matcher.group(3));
            } else if (quoted.isPresent()) {
                error("there are two texts in \"\"; one describes the thing");
            } else {
                quoted = Optional.of(matcher.group(1));
            }
        }
        if (line.substring(at).strip().startsWith("\"")) {
            error("a text begins with \" and does not end");
        }
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    int line() {
        return number;
    }

    /** Whether something of this line was reported as an error. */
    boolean isWrong() {
        return wrong;
    }

    /** The text in quotes, or nothing. */
    String description() {
        return quoted.orElse("");
    }

    /** The next word; empty at the end. */
    Optional<String> next() {
        return Optional.ofNullable(words.poll());
    }

    /** The next word, which must be there. */
    Optional<String> expect(String what) {
        if (words.isEmpty()) {
            error(what + " is missing at the end of the line");
        }
        return next();
    }

    /** The next word as a number, which must be there. */
    OptionalLong expectNumber(String what) {
        Optional<String> word = expect(what);
        return word.isEmpty() ? OptionalLong.empty() : parse(word.get(), what);
    }

    /** The next word as a number in a range, which must be there. */
    OptionalLong expectNumber(String what, long least, long most) {
        OptionalLong value = expectNumber(what);
        if (value.isPresent() && (value.getAsLong() < least || value.getAsLong() > most)) {
            error(what + " " + value.getAsLong() + " must be from " + least + " to " + most);
            return OptionalLong.empty();
        }
        return value;
    }

    /** A number of up to 64 bits, decimal, 0x hexadecimal or 0b binary, with underscores where they help to read it. */
    OptionalLong parse(String word, String what) {
        Matcher matcher = NUMBER.matcher(word);
        if (matcher.matches()) {
            try {
                if (matcher.group(1) != null) {
                    return OptionalLong.of(Long.parseUnsignedLong(matcher.group(1).replace("_", ""), 16));
                }
                return OptionalLong.of(matcher.group(2) != null
                        ? Long.parseUnsignedLong(matcher.group(2).replace("_", ""), 2)
                        : Long.parseUnsignedLong(matcher.group(3).replace("_", "")));
            } catch (NumberFormatException tooLong) {
                error(what + " \"" + word + "\" is no number of up to 64 bits");
                return OptionalLong.empty();
            }
        }
        error(what + " \"" + word + "\" is no number; write it decimal, as 0x hexadecimal or as 0b binary");
        return OptionalLong.empty();
    }

    void error(String message) {
        wrong = true;
        problems.error(number, "", message);
    }
}
