package org.devmap.shell;

import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import org.devmap.Protection;
import org.devmap.RegisterDescription.Field;
import org.devmap.embed.SystemConfiguration;

/** How figures are written for people, and read from them. All are unsigned 64-bit numbers. */
final class Figures {

    static final String UNLIMITED = "unlimited";

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final Map<String, Integer> SHIFTS = Map.of("", 0, "B", 0, "KIB", 10, "MIB", 20, "GIB", 30, "TIB", 40);
    private static final double STEP = 1024;
    private static final int CELLS = 10;

    private Figures() {
    }

    /** Bytes in the largest unit that keeps them above 1; two digits tell apart what is small: 4.0 MiB, 64 KiB, 10.5 KiB. */
    static String size(long bytes) {
        double value = (bytes >>> 1) * 2.0 + (bytes & 1);
        int unit = 0;
        // What would be written as 1024.0 is 1.0 of the next unit.
        while (value >= STEP - (unit == 0 ? 0 : 0.05) && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        boolean whole = unit == 0 || value >= 10 && value == Math.rint(value);
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    /** A limit: bytes, or unlimited. */
    static String limit(long bytes) {
        return bytes == SystemConfiguration.UNLIMITED ? UNLIMITED : size(bytes);
    }

    /** An address or an offset. */
    static String address(long address) {
        return "0x" + Long.toHexString(address);
    }

    /** A register's value with all digits of its width in bytes. */
    static String value(long value, int width) {
        return ("0x%0" + 2 * width + "x").formatted(value);
    }

    /** The bits of a field, highest first as in data sheets. */
    static String bits(Field field) {
        return field.bits() == 1 ? "[" + field.lsb() + "]" : "[" + (field.lsb() + field.bits() - 1) + ":" + field.lsb() + "]";
    }

    /** What may be done with a page, as in {@code rwxu}; user last, since only handles have it. */
    static String protection(int bits) {
        Protection protection = Protection.of(bits);
        return (protection.contains(Protection.READ) ? "r" : "-") + (protection.contains(Protection.WRITE) ? "w" : "-")
                + (protection.contains(Protection.EXEC) ? "x" : "-") + (protection.contains(Protection.USER) ? "u" : "");
    }

    /** How many pages have a translation: 3/8. */
    static String pages(BitSet loaded, long pages) {
        return loaded.cardinality() + "/" + pages;
    }

    /**
     * Where the pages with a translation lie: up to ten cells from the first page to the last, {@code #} if all pages of a
     * cell have one, {@code +} if some have, {@code .} if none has.
     */
    static String bar(BitSet loaded, long pages) {
        int cells = (int) Math.min(CELLS, pages);
        StringBuilder bar = new StringBuilder();
        for (int cell = 0; cell < cells; cell++) {
            int from = (int) (pages * cell / cells);
            int to = (int) (pages * (cell + 1) / cells);
            int there = loaded.get(from, to).cardinality();
            bar.append(there == to - from ? '#' : there > 0 ? '+' : '.');
        }
        return bar.toString();
    }

    /** A number in decimal, or in hexadecimal behind 0x. */
    static long number(String argument, String word) {
        try {
            return isHexadecimal(word)
                    ? Long.parseUnsignedLong(word.substring(2), 16) : Long.parseUnsignedLong(word);
        } catch (NumberFormatException e) {
            throw new CommandFailure(argument + " '" + word
                    + "' must be a number below 2^64, decimal or 0x and hexadecimal digits");
        }
    }

    /** Bytes as a number, with or without a unit: 65536, 0x10000, 64KiB; or unlimited. */
    static long bytes(String argument, String word) {
        if (word.equalsIgnoreCase(UNLIMITED)) {
            return SystemConfiguration.UNLIMITED;
        }
        String unit = isHexadecimal(word) ? "" : word.replaceFirst("^[0-9]+", "").toUpperCase(Locale.ROOT);
        Integer shift = SHIFTS.get(unit);
        if (shift == null || unit.length() == word.length()) {
            throw new CommandFailure(argument + " '" + word + "' must be a number of bytes such as 65536, 0x10000 or 64KiB, or "
                    + UNLIMITED);
        }
        long number = number(argument, word.substring(0, word.length() - unit.length()));
        if (number << shift >>> shift != number) {
            throw new CommandFailure(argument + " '" + word + "' must be below 2^64 bytes");
        }
        return number << shift;
    }

    private static boolean isHexadecimal(String word) {
        return word.startsWith("0x") || word.startsWith("0X");
    }
}
