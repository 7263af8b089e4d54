package org.devmap.benchmarks.table;

import java.util.Optional;

/**
 * A line of a table: ours against something else.
 *
 * @param id what it is called on the command line
 * @param group the chart it is shown in
 * @param what what we do
 * @param against what it is compared with
 * @param target where the ratio should lie; empty if it is only to be seen
 * @param unit what both sides are measured in
 * @param how how it is run
 * @param source makes the two sides, in the process that measures them
 */
public record Row(String id, Group group, String what, String against, Optional<Target> target, String unit, How how,
                  PairSource source) {

    /** How a row is run. */
    public enum How {
        /** Both sides are loops in one Java machine: a full run leaves them to JMH. */
        LOOPS,
        /** A side is another process, or does its own timing. */
        SAMPLES,
        /** One figure and no time, which counts as met in a full run only, because a quick one takes a smaller size. */
        FIGURE,
        /** Another figure of what the row before it has measured, or measured alone if that is not wanted. */
        BESIDE;

        /**
         * Whether there is one sample only.
         *
         * @return true for figures
         */
        public boolean isFigure() {
            return this == FIGURE || this == BESIDE;
        }
    }
}
