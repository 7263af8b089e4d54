package org.devmap.benchmarks.report;

import java.util.Locale;

/** Numbers as people read them: three digits that count, whatever the language of the machine. */
final class Figures {

    private static final double HUNDRED = 100;
    private static final double TEN = 10;

    private Figures() {
    }

    static String of(double number) {
        if (number >= HUNDRED) {
            return String.format(Locale.ROOT, "%,.0f", number);
        }
        if (number >= TEN) {
            return String.format(Locale.ROOT, "%.1f", number);
        }
        return String.format(Locale.ROOT, number < 1 ? "%.3f" : "%.2f", number);
    }
}
