package org.devmap.conformance.property;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Delta debugging: drops steps from a sequence as long as it still fails, in large pieces first, then one by one.
 *
 * @param <T> a step
 */
final class Shrinker<T> {

    private final Predicate<List<T>> fails;
    private int attemptsLeft;

    /**
     * A shrinker.
     *
     * @param fails whether a sequence still fails
     * @param attempts how many sequences to try at most
     */
    Shrinker(Predicate<List<T>> fails, int attempts) {
        this.fails = fails;
        this.attemptsLeft = attempts;
    }

    /** The shortest sequence found; from it no single step can be dropped, unless attempts ran out. */
    List<T> shrink(List<T> sequence) {
        List<T> current = sequence;
        int piece = Math.max(1, current.size() / 2);
        while (attemptsLeft > 0) {
            List<T> shorter = withoutPieces(current, piece);
            if (piece == 1 && shorter.size() == current.size()) {
                return shorter;
            }
            current = shorter;
            piece = Math.max(1, Math.min(piece / 2, current.size() / 2));
        }
        return current;
    }

    /** From the end, since what comes after the failure is never needed. */
    private List<T> withoutPieces(List<T> sequence, int piece) {
        List<T> current = sequence;
        for (int end = current.size(); end > 0 && attemptsLeft > 0; end -= piece) {
            int begin = Math.max(0, end - piece);
            List<T> candidate = new ArrayList<>(current.subList(0, begin));
            candidate.addAll(current.subList(end, current.size()));
            attemptsLeft--;
            if (fails.test(candidate)) {
                current = candidate;
            }
        }
        return current;
    }
}
