package org.devmap.benchmarks.table;

import org.devmap.benchmarks.measure.Pair;

/** Makes the two sides of a row. */
@FunctionalInterface
public interface PairSource {

    /**
     * Makes them.
     *
     * @param quick whether a smaller size will do
     * @return the sides, ready to be measured; close them when done
     * @throws Exception if that is not possible here, saying why
     */
    Pair open(boolean quick) throws Exception;
}
