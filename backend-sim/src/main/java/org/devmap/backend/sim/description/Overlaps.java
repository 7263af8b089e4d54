package org.devmap.backend.sim.description;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.devmap.backend.sim.register.Register;

/** Finds registers that lie in the same place, are accessed in the same direction and do not say that this is meant. */
public final class Overlaps {

    private static final int LARGEST_REGISTER = 8;

    /**
     * Two registers that overlap.
     *
     * @param first the one that begins first, or stands first in the file
     * @param second the other
     */
    public record Pair(Register first, Register second) { }

    private Overlaps() {
    }

    /**
     * Finds them, each register once as the second of a pair.
     *
     * @param registers in the order of the file
     * @return what overlaps undeclared
     */
    public static List<Pair> undeclared(List<Register> registers) {
        List<Register> sorted = new ArrayList<>(registers);
        sorted.sort(Comparator.comparingLong(Register::offset));
        List<Pair> pairs = new ArrayList<>();
        for (int at = 1; at < sorted.size(); at++) {
            Register second = sorted.get(at);
            for (int before = at - 1; before >= 0; before--) {
                Register first = sorted.get(before);
                if (first.offset() <= second.offset() - LARGEST_REGISTER) {
                    break;
                }
                if (first.conflictsWith(second)) {
                    pairs.add(new Pair(first, second));
                    break;
                }
            }
        }
        return pairs;
    }
}
