package org.devmap.backend.sim.svd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.devmap.backend.sim.description.Problems;
import org.devmap.backend.sim.register.Field;

/** Reads the named values of a field: those of reads and those of writes together. */
final class ValueReader {

    private static final Map<String, String> USAGES = Map.of("read", "read", "write", "write", "read-write", "read-write");

    private final Problems problems;
    private final Numbers numbers;
    private final Derivation derivation;

    ValueReader(Problems problems, Numbers numbers, Derivation derivation) {
        this.problems = problems;
        this.numbers = numbers;
        this.derivation = derivation;
    }

    List<Field.NamedValue> read(Element field, int bits) {
        List<Field.NamedValue> values = new ArrayList<>();
        for (Element raw : field.children("enumeratedValues")) {
            Element set = derivation.resolve(raw);
            Properties.word(set, "usage", USAGES, problems);
            for (Element value : set.children("enumeratedValue")) {
                readValue(value, bits).filter(read -> !values.contains(read)).ifPresent(values::add);
            }
        }
        return values;
    }

    private Optional<Field.NamedValue> readValue(Element element, int bits) {
        Optional<Element> value = element.child("value");
        if (value.isEmpty()) {
            if (!element.textOf("isDefault").matches("true|1")) {
                problems.warning(element.line(), element.path(),
                        "an enumerated value needs a <value> or <isDefault>true</isDefault>");
            }
            return Optional.empty();
        }
        Optional<Numbers.Pattern64> pattern = numbers.readPattern(value.get());
        if (pattern.isPresent() && bits < 64 && (pattern.get().value() | pattern.get().ignored()) >>> bits != 0) {
            problems.warning(value.get().line(), element.path(), "value " + value.get().text() + " does not fit into "
                    + bits + (bits == 1 ? " bit" : " bits") + "; it is left out");
            return Optional.empty();
        }
        return pattern.map(read -> new Field.NamedValue(element.name(), element.textOf("description"), read.value(),
                read.ignored()));
    }
}
