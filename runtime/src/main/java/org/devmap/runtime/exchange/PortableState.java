package org.devmap.runtime.exchange;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.devmap.DdiException;
import org.devmap.Errno;

/**
 * State that outlives the class loader of the driver that exported it: a copy in the JDK's own types. What is of any
 * other type is refused, because it would keep the old version alive, or be of a class that the new one does not know.
 */
final class PortableState {

    private static final Set<Class<?>> VALUES = Set.of(String.class, Boolean.class, Character.class, Byte.class,
            Short.class, Integer.class, Long.class, Float.class, Double.class, BigInteger.class, BigDecimal.class);
    /** A map that contains itself ends here. */
    private static final int MOST_NESTED = 32;

    private PortableState() {
    }

    /**
     * Copies what a driver exported.
     *
     * @param what whose state, for the error
     * @param exported what it answered
     * @return the copy, unmodifiable
     * @throws DdiException EINVAL naming the key and the type that cannot travel
     */
    static Map<String, Object> copyOf(String what, Map<String, Object> exported) throws DdiException {
        if (exported == null) {
            throw new DdiException(Errno.EINVAL, "the state of " + what + " is null; it may be empty");
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : exported.entrySet()) {
            // The driver's map may hold anything, whatever its type says.
            if (!(entry.getKey() instanceof String key)) {
                throw refused(what, "key " + entry.getKey(), entry.getKey());
            }
            copy.put(key, value(what, "'" + key + "'", entry.getValue(), 1));
        }
        return Collections.unmodifiableMap(copy);
    }

    private static Object value(String what, String place, Object value, int depth) throws DdiException {
        if (depth > MOST_NESTED) {
            throw new DdiException(Errno.EINVAL, "the state of " + what + " is nested deeper than " + MOST_NESTED
                    + " at " + place);
        }
        if (value == null || VALUES.contains(value.getClass())) {
            return value;
        }
        return switch (value) {
            case byte[] bytes -> bytes.clone();
            case short[] numbers -> numbers.clone();
            case char[] characters -> characters.clone();
            case int[] numbers -> numbers.clone();
            case long[] numbers -> numbers.clone();
            case float[] numbers -> numbers.clone();
            case double[] numbers -> numbers.clone();
            case boolean[] flags -> flags.clone();
            case Map<?, ?> map -> map(what, place, map, depth);
            case Set<?> set -> Collections.unmodifiableSet(into(new LinkedHashSet<>(), what, place, set, depth));
            case List<?> list -> Collections.unmodifiableList(into(new ArrayList<>(), what, place, list, depth));
            default -> throw refused(what, place, value);
        };
    }

    private static Map<Object, Object> map(String what, String place, Map<?, ?> map, int depth) throws DdiException {
        Map<Object, Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            copy.put(value(what, "a key of " + place, entry.getKey(), depth + 1),
                    value(what, place + " '" + entry.getKey() + "'", entry.getValue(), depth + 1));
        }
        return Collections.unmodifiableMap(copy);
    }

    private static <C extends Collection<Object>> C into(C copy, String what, String place, Collection<?> elements,
            int depth)
            throws DdiException {
        for (Object element : elements) {
            copy.add(value(what, "an element of " + place, element, depth + 1));
        }
        return copy;
    }

    private static DdiException refused(String what, String place, Object value) {
        return new DdiException(Errno.EINVAL,
                "the state of %s holds a %s at %s; ".formatted(what, value == null ? "null" : value.getClass().getName(),
                        place) + "only strings, numbers, booleans, arrays of numbers, and lists, sets and maps of them "
                + "can be handed over");
    }
}
