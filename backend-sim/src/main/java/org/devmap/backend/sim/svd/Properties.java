package org.devmap.backend.sim.svd;

import java.util.Map;
import java.util.Optional;
import org.devmap.backend.sim.description.Problems;
import org.devmap.backend.sim.register.BitAccess;
import org.devmap.backend.sim.register.ReadEffect;
import org.devmap.backend.sim.register.WriteEffect;

/**
 * What is handed down from device to peripheral, cluster, register and field unless said otherwise on the way.
 *
 * @param bits size of registers; empty while nobody has said it
 * @param access what may be done; empty while nobody has said it
 * @param reset value after reset
 * @param resetMask which bits of that are defined
 */
record Properties(Optional<Long> bits, Optional<BitAccess> access, long reset, long resetMask) {

    static final Properties NONE = new Properties(Optional.empty(), Optional.empty(), 0, -1L);

    private static final Map<String, BitAccess> ACCESS = Map.of("read-only", BitAccess.READ_ONLY, "write-only",
            BitAccess.WRITE_ONLY, "read-write", BitAccess.READ_WRITE, "writeOnce", BitAccess.WRITE_ONCE, "read-writeOnce",
            BitAccess.READ_WRITE_ONCE);
    private static final Map<String, WriteEffect> WRITES = Map.of("oneToClear", WriteEffect.ONE_TO_CLEAR, "oneToSet",
            WriteEffect.ONE_TO_SET, "oneToToggle", WriteEffect.ONE_TO_TOGGLE, "zeroToClear", WriteEffect.ZERO_TO_CLEAR,
            "zeroToSet", WriteEffect.ZERO_TO_SET, "zeroToToggle", WriteEffect.ZERO_TO_TOGGLE, "clear", WriteEffect.CLEAR,
            "set", WriteEffect.SET, "modify", WriteEffect.MODIFY);
    private static final Map<String, ReadEffect> READS = Map.of("clear", ReadEffect.CLEAR, "set", ReadEffect.SET, "modify",
            ReadEffect.MODIFY, "modifyExternal", ReadEffect.MODIFY_EXTERNAL);
    private static final Map<String, String> PROTECTIONS = Map.of("s", "secure", "n", "non-secure", "p", "privileged");

    /** What holds inside an element. */
    Properties within(Element element, Numbers numbers, Problems problems) {
        word(element, "protection", PROTECTIONS, problems);
        return new Properties(
                element.child("size").flatMap(numbers::read).or(() -> bits),
                accessOf(element, problems).or(() -> access),
                element.child("resetValue").flatMap(numbers::read).orElse(reset),
                element.child("resetMask").flatMap(numbers::read).orElse(resetMask));
    }

    static Optional<BitAccess> accessOf(Element element, Problems problems) {
        return word(element, "access", ACCESS, problems);
    }

    static Optional<WriteEffect> writeEffectOf(Element element, Problems problems) {
        checkWriteConstraint(element, problems);
        return word(element, "modifiedWriteValues", WRITES, problems);
    }

    static Optional<ReadEffect> readEffectOf(Element element, Problems problems) {
        return word(element, "readAction", READS, problems);
    }

    /** Looks a word up: exactly, else without regard to capitals, with a warning. */
    static <T> Optional<T> word(Element element, String kind, Map<String, T> words, Problems problems) {
        Optional<Element> child = element.child(kind);
        if (child.isEmpty()) {
            return Optional.empty();
        }
        String text = child.get().text();
        if (words.containsKey(text)) {
            return Optional.of(words.get(text));
        }
        for (Map.Entry<String, T> word : words.entrySet()) {
            if (word.getKey().equalsIgnoreCase(text)) {
                problems.warning(child.get().line(), child.get().path(), "\"" + text + "\" is spelled " + word.getKey());
                return Optional.of(word.getValue());
            }
        }
        problems.error(child.get().line(), child.get().path(), "\"" + text + "\" must be one of "
                + String.join(", ", words.keySet().stream().sorted().toList()));
        return Optional.empty();
    }

    /** Which values software should write is no behaviour of the hardware: only the form is checked. */
    private static void checkWriteConstraint(Element element, Problems problems) {
        element.child("writeConstraint").ifPresent(constraint -> {
            if (constraint.children().size() != 1) {
                problems.warning(constraint.line(), constraint.path(),
                        "exactly one of writeAsRead, useEnumeratedValues and range is expected");
            }
            constraint.child("range").ifPresent(range -> {
                Numbers numbers = new Numbers(problems);
                Optional<Long> minimum = range.child("minimum").flatMap(numbers::read);
                Optional<Long> maximum = range.child("maximum").flatMap(numbers::read);
                if (minimum.isEmpty() || maximum.isEmpty() || Long.compareUnsigned(minimum.get(), maximum.get()) > 0) {
                    problems.warning(range.line(), range.path(), "a range needs a <minimum> and a <maximum> not below it");
                }
            });
        });
    }
}
