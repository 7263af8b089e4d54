package org.devmap.backend.sim.text;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.devmap.backend.sim.description.Behaviour;
import org.devmap.backend.sim.register.BitAccess;
import org.devmap.backend.sim.register.ReadEffect;
import org.devmap.backend.sim.register.WriteEffect;

/** What the words after a register's or field's name say of it. Fields start from what their register says. */
final class Traits {

    static final Map<String, BitAccess> ACCESS = Map.of("rw", BitAccess.READ_WRITE, "ro", BitAccess.READ_ONLY,
            "wo", BitAccess.WRITE_ONLY, "once", BitAccess.READ_WRITE_ONCE, "wo-once", BitAccess.WRITE_ONCE);
    static final Map<String, ReadEffect> READS = Map.of("read-clears", ReadEffect.CLEAR, "read-sets", ReadEffect.SET,
            "read-modifies", ReadEffect.MODIFY, "read-modifies-elsewhere", ReadEffect.MODIFY_EXTERNAL);
    static final Map<String, WriteEffect> WRITES = Map.of("write-1-clears", WriteEffect.ONE_TO_CLEAR, "write-1-sets",
            WriteEffect.ONE_TO_SET, "write-1-toggles", WriteEffect.ONE_TO_TOGGLE, "write-0-clears", WriteEffect.ZERO_TO_CLEAR,
            "write-0-sets", WriteEffect.ZERO_TO_SET, "write-0-toggles", WriteEffect.ZERO_TO_TOGGLE, "write-clears",
            WriteEffect.CLEAR, "write-sets", WriteEffect.SET, "write-modifies", WriteEffect.MODIFY);
    private static final long MOST_FIFO = 1 << 20;
    private static final String REGISTER_WORDS = "at, width, widths, reset, step, fifo, counter, alternate";

    long offset = -1;
    long width = 4;
    long reset;
    long step;
    boolean alternate;
    boolean selfClearing;
    Behaviour behaviour;
    final Set<Integer> widths = new TreeSet<>();
    BitAccess access = BitAccess.READ_WRITE;
    ReadEffect readEffect = ReadEffect.NONE;
    WriteEffect writeEffect = WriteEffect.STORE;

    /** What a field starts from. */
    Traits forField() {
        Traits traits = new Traits();
        traits.access = access;
        traits.readEffect = readEffect;
        traits.writeEffect = writeEffect;
        return traits;
    }

    /** Takes the words of a register. */
    void takeRegister(Words words) {
        for (String word = words.next().orElse(null); word != null; word = words.next().orElse(null)) {
            switch (word) {
                case "at" -> offset = words.expectNumber("offset", 0, 1L << 40).orElse(0);
                case "width" -> width = takeWidth(words, "width");
                case "widths" -> takeWidths(words);
                case "reset" -> reset = words.expectNumber("reset value").orElse(0);
                case "step" -> step = words.expectNumber("step", 1, 1L << 40).orElse(1);
                case "fifo" -> words.expectNumber("capacity", 1, MOST_FIFO)
                        .ifPresent(capacity -> behaviour = new Behaviour.Fifo((int) capacity));
                case "counter" -> words.expectNumber("steps in a second", 1, Long.MAX_VALUE)
                        .ifPresent(rate -> behaviour = new Behaviour.Ticking(rate));
                case "alternate" -> alternate = true;
                default -> takeCommon(word, words, REGISTER_WORDS);
            }
        }
    }

    /** Takes the words of a field. */
    void takeField(Words words) {
        for (String word = words.next().orElse(null); word != null; word = words.next().orElse(null)) {
            if (word.equals("self-clearing")) {
                selfClearing = true;
            } else {
                takeCommon(word, words, "self-clearing");
            }
        }
    }

    private void takeCommon(String word, Words words, String others) {
        if (ACCESS.containsKey(word)) {
            access = ACCESS.get(word);
        } else if (READS.containsKey(word)) {
            readEffect = READS.get(word);
        } else if (WRITES.containsKey(word)) {
            writeEffect = WRITES.get(word);
        } else {
            words.error("\"" + word + "\" is not known here; there are " + others + ", " + sorted(ACCESS) + ", " + sorted(READS)
                    + ", " + sorted(WRITES) + ", and a text in \"\"");
        }
    }

    private static String sorted(Map<String, ?> words) {
        return String.join(", ", words.keySet().stream().sorted().toList());
    }

    private void takeWidths(Words words) {
        String list = words.expect("widths").orElse("");
        for (String each : list.split(",")) {
            OptionalLong value = list.isEmpty() ? OptionalLong.empty() : words.parse(each, "width");
            value.ifPresent(width -> checkWidth(words, width, "each of widths").ifPresent(known -> widths.add((int) known)));
        }
    }

    private static long takeWidth(Words words, String what) {
        OptionalLong value = words.expectNumber(what);
        return value.isEmpty() ? 4 : checkWidth(words, value.getAsLong(), what).orElse(4);
    }

    private static OptionalLong checkWidth(Words words, long width, String what) {
        if (width == 1 || width == 2 || width == 4 || width == 8) {
            return OptionalLong.of(width);
        }
        words.error(what + " " + width + " must be 1, 2, 4 or 8 bytes");
        return OptionalLong.empty();
    }
}
