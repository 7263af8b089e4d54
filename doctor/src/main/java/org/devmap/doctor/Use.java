package org.devmap.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What somebody wants the machine for, called like the backend it takes. */
enum Use {
    /** Simulated devices and memory: Java alone. */
    SIM,
    /** Real memory of the system. */
    FFM,
    /** Real devices through Linux UIO. */
    UIO;

    static final Set<Use> ALL = Set.of(values());

    static Optional<Use> named(String name) {
        return Arrays.stream(values()).filter(use -> use.toString().equals(name)).findFirst();
    }

    /** In the order of this type, so that the same set always reads the same. */
    static String listOf(Set<Use> uses) {
        List<String> names = Arrays.stream(values()).filter(uses::contains).map(Use::toString).toList();
        return String.join(", ", names);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
