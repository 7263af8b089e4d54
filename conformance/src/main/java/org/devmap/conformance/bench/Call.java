package org.devmap.conformance.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * A call of the driver: as the journal recorded it, with every argument, or as a test expects it, with those it cares about
 * (see {@link Calls}). Handles are called H1, H2, ... in the order in which the driver first saw them.
 *
 * @param entry the entry point or callback, for example {@code "map"}
 * @param arguments by name, in order; {@code "result"} is what the driver answered
 */
public record Call(String entry, Map<String, Object> arguments) {

    /** Copies the arguments in their order; null values are allowed. */
    public Call {
        Objects.requireNonNull(entry, "entry");
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /**
     * A call without arguments.
     *
     * @param entry the entry point or callback
     * @return the call
     */
    public static Call of(String entry) {
        return new Call(entry, Map.of());
    }

    /**
     * The same call with one more argument.
     *
     * @param name its name, as the journal prints it
     * @param value its value, may be null
     * @return a changed copy
     */
    public Call with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(arguments);
        more.put(name, value);
        return new Call(entry, more);
    }

    /**
     * An argument.
     *
     * @param name its name
     * @return its value
     */
    public Object argument(String name) {
        if (!arguments.containsKey(name)) {
            throw new IllegalArgumentException("no argument " + name + " in " + this);
        }
        return arguments.get(name);
    }

    /**
     * Whether a recorded call is as expected here.
     *
     * @param actual the recorded call
     * @return true if it is a call of the same entry and every argument given here has the same value there
     */
    public boolean matches(Call actual) {
        return entry.equals(actual.entry) && arguments.entrySet().stream().allMatch(argument ->
                actual.arguments.containsKey(argument.getKey())
                        && Objects.equals(actual.arguments.get(argument.getKey()), argument.getValue()));
    }

    /** A value as people read it: numbers in hexadecimal. */
    static String text(Object value) {
        return value instanceof Long number
                ? (number < 0 ? "-0x" + Long.toHexString(-number) : "0x" + Long.toHexString(number))
                : String.valueOf(value);
    }

    @Override
    public String toString() {
        StringJoiner listed = new StringJoiner(", ", entry + "(", ")");
        arguments.forEach((name, value) -> {
            if (name.equals("handle")) {
                listed.add(text(value));
            } else if (!name.equals("result")) {
                listed.add(name + " " + text(value));
            }
        });
        return listed + (arguments.containsKey("result") ? " -> " + text(arguments.get("result")) : "");
    }
}
