package org.devmap.backend.sim.order;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Numbers and times as people write them. Failures are IllegalArgumentExceptions that name the argument. */
final class Numbers {

    private static final Map<String, TimeUnit> UNITS = new TreeMap<>(Map.of("ns", TimeUnit.NANOSECONDS, "us",
            TimeUnit.MICROSECONDS, "ms", TimeUnit.MILLISECONDS, "s", TimeUnit.SECONDS));

    private Numbers() {
    }

    /** Unsigned, decimal or hexadecimal. */
    static long number(String argument, String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        try {
            return lower.startsWith("0x") ? Long.parseUnsignedLong(lower.substring(2), 16) : Long.parseUnsignedLong(word);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(argument + " '" + word
                    + "' must be a number below 2^64, decimal or 0x and hexadecimal digits", noNumber);
        }
    }

    /** At most so large, not negative. */
    static int small(String argument, String word, int most) {
        long number = number(argument, word);
        if (number < 0 || number > most) {
            throw new IllegalArgumentException(argument + " " + word + " must be from 0 to " + most);
        }
        return (int) number;
    }

    /** Nanoseconds of a time with its unit. */
    static long nanos(String word) {
        String unit = word.replaceFirst("^[0-9]+", "");
        TimeUnit known = UNITS.get(unit);
        if (known == null || unit.length() == word.length()) {
            throw new IllegalArgumentException("TIME '" + word + "' must be a number with one of the units ns, us, ms, s, for"
                    + " example 5ms");
        }
        long number = number("TIME", word.substring(0, word.length() - unit.length()));
        if (number < 0 || number > TimeUnit.DAYS.toNanos(1) / known.toNanos(1)) {
            throw new IllegalArgumentException("TIME '" + word + "' must be at most a day, 86400s");
        }
        return known.toNanos(number);
    }

    /** A time in the largest unit in which it is whole. */
    static String time(long nanos) {
        for (TimeUnit unit : new TimeUnit[] {TimeUnit.SECONDS, TimeUnit.MILLISECONDS, TimeUnit.MICROSECONDS}) {
            long one = unit.toNanos(1);
            if (nanos >= one && nanos % one == 0) {
                return nanos / one + UNITS.entrySet().stream().filter(entry -> entry.getValue() == unit).findFirst()
                        .orElseThrow().getKey();
            }
        }
        return nanos + "ns";
    }
}
