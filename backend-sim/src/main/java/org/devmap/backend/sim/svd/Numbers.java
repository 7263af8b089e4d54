package org.devmap.backend.sim.svd;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.devmap.backend.sim.description.Problems;

/**
 * The numbers of the standard: decimal, 0x hexadecimal, # binary, an optional plus sign, and k, m, g, t for powers of 1024.
 * 0b binary, which the standard knows for enumerated values only, and separating underscores are taken with a warning.
 */
final class Numbers {

    private static final Pattern NUMBER = Pattern.compile("\\+?(?:(0[xX])([0-9a-fA-F]+)|(#|0[bB])([01]+)|([0-9]+))([kmgtKMGT]?)");
    private static final Pattern PATTERN = Pattern.compile("(#|0[bB])([01xX]+)");
    private static final int LARGEST_BITS = 64;

    private final Problems problems;

    /**
     * A value of which some bits may not matter.
     *
     * @param value 0 in the bits that do not matter
     * @param ignored ones for bits that do not matter
     */
    record Pattern64(long value, long ignored) { }

    Numbers(Problems problems) {
        this.problems = problems;
    }

    /** The number in an element of up to 64 bits; empty after reporting an error. */
    Optional<Long> read(Element element) {
        String text = element.text();
        String plain = text;
        if (text.indexOf('_') > 0) {
            plain = text.replace("_", "");
            problems.warning(element.line(), element.path(), "\"" + text
                    + "\" has underscores, which the standard does not know");
        }
        Matcher matcher = NUMBER.matcher(plain);
        if (!matcher.matches()) {
            problems.error(element.line(), element.path(), "\"" + text
                    + "\" is no number; write it decimal, as 0x hexadecimal or as # binary, and not negative");
            return Optional.empty();
        }
        if ("0b".equalsIgnoreCase(matcher.group(3))) {
            problems.warning(element.line(), element.path(), "\"" + text + "\": the standard writes binary numbers with #");
        }
        BigInteger value = digits(matcher).shiftLeft(scale(matcher.group(6)));
        if (value.bitLength() > LARGEST_BITS) {
            problems.error(element.line(), element.path(), "\"" + text + "\" needs more than 64 bits");
            return Optional.empty();
        }
        return Optional.of(value.longValue());
    }

    /** The number in an element, which must not be above a limit; empty after reporting an error. */
    Optional<Long> readUpTo(Element element, long limit, String why) {
        Optional<Long> value = read(element);
        if (value.isPresent() && Long.compareUnsigned(value.get(), limit) > 0) {
            problems.error(element.line(), element.path(), "\"" + element.text() + "\" is above " + limit + ": " + why);
            return Optional.empty();
        }
        return value;
    }

    /** The value of an enumerated value, in which x stands for a bit that does not matter; empty after reporting an error. */
    Optional<Pattern64> readPattern(Element element) {
        Matcher matcher = PATTERN.matcher(element.text());
        if (!matcher.matches()) {
            return read(element).map(value -> new Pattern64(value, 0));
        }
        String bits = matcher.group(2);
        if (bits.length() > LARGEST_BITS) {
            problems.error(element.line(), element.path(), "\"" + element.text() + "\" has more than 64 bits");
            return Optional.empty();
        }
        long value = Long.parseUnsignedLong(bits.replaceAll("[xX]", "0"), 2);
        long ignored = Long.parseUnsignedLong(bits.replace('1', '0').replaceAll("[xX]", "1"), 2);
        return Optional.of(new Pattern64(value, ignored));
    }

    private static BigInteger digits(Matcher matcher) {
        if (matcher.group(2) != null) {
            return new BigInteger(matcher.group(2), 16);
        }
        return matcher.group(4) != null ? new BigInteger(matcher.group(4), 2) : new BigInteger(matcher.group(5));
    }

    private static int scale(String suffix) {
        return suffix.isEmpty() ? 0 : 10 * ("kmgt".indexOf(suffix.toLowerCase(Locale.ROOT)) + 1);
    }
}
