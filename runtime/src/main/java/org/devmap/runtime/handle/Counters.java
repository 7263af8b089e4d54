package org.devmap.runtime.handle;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** How often something happened, for the snapshot. Thread-safe. */
public final class Counters {

    /** What is counted. */
    public enum Event {
        /** A successful mmap. */
        MMAP,
        /** A munmap that removed something. */
        MUNMAP,
        /** A fault served. */
        FAULT,
        /** An access callback. */
        ACCESS,
        /** A context callback. */
        CONTEXT_SWITCH,
        /** A load of translations. */
        LOAD,
        /** An unload of translations. */
        UNLOAD,
        /** A remap. */
        REMAP,
        /** A handle copied by fork. */
        DUP,
        /** An access that ended in a memory fault. */
        REFUSED,
        /** A piece of memory that has moved to another provider. */
        SWAP
    }

    private final Map<Event, LongAdder> adders = new EnumMap<>(Event.class);

    /** Everything at 0. */
    public Counters() {
        for (Event event : Event.values()) {
            adders.put(event, new LongAdder());
        }
    }

    /**
     * It happened.
     *
     * @param event what
     */
    public void count(Event event) {
        adders.get(event).increment();
    }

    /**
     * All counts.
     *
     * @return by name in lower camel case
     */
    public Map<String, Long> snapshot() {
        Map<String, Long> counts = new TreeMap<>();
        adders.forEach((event, adder) -> counts.put(camel(event.name()), adder.sum()));
        return counts;
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("_")) {
            camel.append(camel.isEmpty() ? word.toLowerCase() : word.charAt(0) + word.substring(1).toLowerCase());
        }
        return camel.toString();
    }
}
