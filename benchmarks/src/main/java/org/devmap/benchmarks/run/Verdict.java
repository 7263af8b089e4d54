package org.devmap.benchmarks.run;

import org.devmap.benchmarks.measure.Interval;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Target;

/** Whether a row's target is met. */
public enum Verdict {
    /** It is. */
    MET("met"),
    /** It is not. */
    MISSED("missed"),
    /** The interval stayed wide, and the target is inside it: noise is no success. */
    UNSETTLED("unsettled"),
    /** It may be, but the size at which it counts was not tried. */
    TOO_FEW("not at full count"),
    /** There is none. */
    NO_TARGET("");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /**
     * Judges a ratio.
     *
     * @param row the row
     * @param ratio its interval
     * @param quick whether it was a quick run
     * @return the verdict
     */
    public static Verdict on(Row row, Interval ratio, boolean quick) {
        if (row.target().isEmpty()) {
            return NO_TARGET;
        }
        Target target = row.target().get();
        if (!target.isMetBy(ratio.low(), ratio.high())) {
            return MISSED;
        }
        if (ratio.isWide() && !target.contains(ratio.low(), ratio.high())) {
            return UNSETTLED;
        }
        return row.how().isFigure() && quick ? TOO_FEW : MET;
    }

    /** For people. */
    @Override
    public String toString() {
        return words;
    }
}
