package org.devmap.benchmarks.row;

import org.devmap.MemoryAccess;

/** One place in a program from which all kinds of memory are read. */
final class SharedSite {

    private SharedSite() {
    }

    static long sum(MemoryAccess memory, int[] places) {
        int sum = 0;
        for (int at : places) {
            sum += memory.getInt(at);
        }
        return sum;
    }
}
