package org.devmap.conformance.property;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A sequence after which a property does not hold.
 *
 * @param steps the sequence, up to the failure
 * @param property which property; empty if a step failed in a way that none speaks of
 * @param failure what was found
 */
record CounterExample(List<Operation> steps, Optional<Property> property, Throwable failure) {

    CounterExample {
        steps = List.copyOf(steps);
    }

    boolean hangs() {
        return property.isEmpty() && failure.getMessage() != null && failure.getMessage().equals("does not end");
    }

    /** The same property, or the same kind of failure. */
    boolean breaksTheSame(CounterExample other) {
        return property.equals(other.property) && failure.getClass() == other.failure.getClass();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(property.map(Property::toString).orElse("a step failed"));
        for (int i = 0; i < steps.size(); i++) {
            lines.add("  %3d. %s".formatted(i + 1, steps.get(i)));
        }
        lines.add("  then: " + failure.getMessage());
        if (property.isEmpty()) {
            lines.add("        " + failure);
            for (StackTraceElement frame : failure.getStackTrace()) {
                lines.add("        at " + frame);
            }
        }
        return lines;
    }
}
