package org.devmap.backend.sim.order;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.sim.fault.FaultDesk;
import org.devmap.backend.sim.fault.Faults.Injection;
import org.devmap.backend.sim.fault.When;

/** A fault in words: what goes wrong where, and how often. Failures are IllegalArgumentExceptions of one line. Immutable. */
public final class FaultOrder {

    /** Whom faults of the memory provider are ordered for, instead of a device. */
    public static final String PROVIDER = "sim";
    /** How often a fault hits, in words. */
    public static final String WHEN = "once|times N|probability P [seed S] [times N]";

    private static final String ONCE = "once";
    private static final String TIMES = "times";
    private static final String PROBABILITY = "probability";
    private static final String SEED = "seed";
    private static final Set<String> WHEN_WORDS = Set.of(ONCE, TIMES, PROBABILITY, SEED);

    private final FaultKind kind;
    private final List<String> arguments;
    private final When when;

    private FaultOrder(FaultKind kind, List<String> arguments, When when) {
        this.kind = kind;
        this.arguments = arguments;
        this.when = when;
    }

    /**
     * Reads an order. Names of registers are looked up when it is given.
     *
     * @param device for whom: the name of a node, or {@value #PROVIDER} for the memory provider
     * @param words what goes wrong, and how often
     * @return the order
     */
    public static FaultOrder parse(String device, List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("FAULT is missing; it is one of " + Arrays.stream(FaultKind.values())
                    .map(FaultKind::word).collect(Collectors.joining(", ")));
        }
        FaultKind kind = FaultKind.of(words.getFirst());
        int end = 1;
        while (end < words.size() && !WHEN_WORDS.contains(words.get(end))) {
            end++;
        }
        List<String> arguments = List.copyOf(words.subList(1, end));
        kind.requireCount(arguments);
        if (kind == FaultKind.OUT_OF_MEMORY != device.equals(PROVIDER)) {
            throw new IllegalArgumentException(kind == FaultKind.OUT_OF_MEMORY
                    ? "out-of-memory is a fault of the memory provider: its device is " + PROVIDER + ", not " + device
                    : PROVIDER + " is the memory provider: its fault is out-of-memory, not " + kind.word());
        }
        List<String> often = words.subList(end, words.size());
        if (kind == FaultKind.SPURIOUS_INTERRUPT) {
            if (!often.isEmpty() && !often.equals(List.of(ONCE))) {
                throw new IllegalArgumentException("a spurious interrupt comes at once, and once; order it again for another one");
            }
            often = List.of(ONCE);
        }
        return new FaultOrder(kind, arguments, when(often));
    }

    private static When when(List<String> words) {
        double probability = 1;
        long seed = 0;
        long times = Long.MAX_VALUE;
        List<String> left = new ArrayList<>(words);
        while (!left.isEmpty()) {
            String word = left.removeFirst();
            if (!WHEN_WORDS.contains(word)) {
                throw new IllegalArgumentException("'" + word + "' is no part of: " + WHEN);
            }
            if (word.equals(ONCE)) {
                times = 1;
            } else if (left.isEmpty()) {
                throw new IllegalArgumentException("a number is missing behind '" + word + "'; it is: " + WHEN);
            } else if (word.equals(TIMES)) {
                times = positive(left.removeFirst());
            } else if (word.equals(SEED)) {
                seed = Numbers.number("seed", left.removeFirst());
            } else {
                probability = probability(left.removeFirst());
            }
        }
        return new When(probability, seed, times);
    }

    private static long positive(String word) {
        long number = Numbers.number(TIMES, word);
        if (number < 1) {
            throw new IllegalArgumentException("times " + word + " must be from 1 to 2^63-1");
        }
        return number;
    }

    private static double probability(String word) {
        try {
            double probability = Double.parseDouble(word);
            if (probability >= 0 && probability <= 1) {
                return probability;
            }
        } catch (NumberFormatException noNumber) {
            // The same answer as to a number that is none.
        }
        throw new IllegalArgumentException("probability '" + word + "' must be a number from 0 to 1, for example 0.01");
    }

    /**
     * Puts it into effect.
     *
     * @param desk where
     * @param device the device, which is there; ignored for the memory provider
     * @return to end it with
     */
    public Injection inject(FaultDesk desk, Optional<DeviceNode> device) {
        if (kind == FaultKind.OUT_OF_MEMORY) {
            return desk.failAllocations(when);
        }
        DeviceNode node = device.orElseThrow();
        return desk.inject(node.name(), kind.toFault(node, arguments), when);
    }

    /**
     * What goes wrong, in words.
     *
     * @param desk knows the names of registers
     * @param injection the fault
     * @return an order that would do the same
     */
    public static String fault(FaultDesk desk, Injection injection) {
        return FaultKind.describe(Optional.ofNullable(desk.devices().get(injection.node())), injection.fault());
    }

    /**
     * How often it hits, in words.
     *
     * @param when how often
     * @return an order that would do the same; {@code always} if nothing is to be said
     */
    public static String when(When when) {
        List<String> words = new ArrayList<>();
        if (when.probability() < 1) {
            words.add(PROBABILITY + " " + when.probability() + " " + SEED + " " + when.seed());
        }
        if (when.times() < Long.MAX_VALUE) {
            words.add(when.times() == 1 ? ONCE : TIMES + " " + when.times());
        }
        return words.isEmpty() ? "always" : String.join(" ", words);
    }
}
