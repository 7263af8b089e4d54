package org.devmap.benchmarks.row;

import org.devmap.MemoryAccess;

/**
 * One place in a program from which all kinds of memory are read. It has to be compiled once for all of them: inlined
 * into the loop that is timed, it gets a copy that only plain memory reaches, if that loop is compiled before the others
 * are read.
 */
final class SharedSite {

    /** Options of a machine in which the place stays one. */
    static final String[] COMPILED_ONCE = {"-XX:CompileCommand=quiet",
        "-XX:CompileCommand=dontinline," + SharedSite.class.getName() + "::sum"};

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
