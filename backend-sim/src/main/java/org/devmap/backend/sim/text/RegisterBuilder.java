package org.devmap.backend.sim.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.devmap.backend.sim.description.Behaviour;
import org.devmap.backend.sim.register.BitAccess;
import org.devmap.backend.sim.register.Field;
import org.devmap.backend.sim.register.Register;

/** Builds a register, or an array of registers, from its line and those of its fields. */
final class RegisterBuilder {

    private static final Pattern ARRAY = Pattern.compile("(.+)\\[([0-9]{1,6})]");
    private static final Pattern BITS = Pattern.compile("([0-9]{1,2})(?::([0-9]{1,2}))?");

    private final String name;
    private final Words words;
    private final Traits traits;
    private final List<Field> fields = new ArrayList<>();
    private boolean wrong;

    RegisterBuilder(String name, Words words, Traits traits) {
        this.name = name;
        this.words = words;
        this.traits = traits;
        wrong = words.isWrong();
        if (!wrong && traits.offset % traits.width != 0) {
            fail(words, "offset 0x" + Long.toHexString(traits.offset) + " must be a multiple of the width " + traits.width);
        }
        if (!wrong && traits.width < Long.BYTES && traits.reset >>> traits.width * 8 != 0) {
            fail(words, "reset value 0x" + Long.toHexString(traits.reset) + " does not fit into " + traits.width + " bytes");
        }
        if (!wrong && traits.step != 0 && !ARRAY.matcher(name).matches()) {
            fail(words, "step is for arrays: register " + name + "[COUNT]");
        }
        if (!wrong && traits.widths.stream().anyMatch(width -> width > traits.width)) {
            fail(words, "widths " + traits.widths + " must not be above the width " + traits.width);
        }
    }

    private void fail(Words at, String message) {
        wrong = true;
        at.error(message);
    }

    boolean isWrong() {
        return wrong;
    }

    int line() {
        return words.line();
    }

    Optional<Behaviour> behaviour() {
        return Optional.ofNullable(traits.behaviour);
    }

    boolean hasField() {
        return !fields.isEmpty() || wrong;
    }

    void takeField(Words line) {
        Optional<String> field = line.expect("name");
        Optional<String> bits = line.expect("bits");
        Traits own = traits.forField();
        own.takeField(line);
        Matcher matcher = BITS.matcher(bits.orElse(""));
        if (bits.isPresent() && !matcher.matches()) {
            line.error("bits \"" + bits.get() + "\" must be a bit or HIGHEST:LOWEST");
        }
        if (line.isWrong() || field.isEmpty() || bits.isEmpty()) {
            wrong = true;
            return;
        }
        int msb = Integer.parseInt(matcher.group(1));
        int lsb = matcher.group(2) == null ? msb : Integer.parseInt(matcher.group(2));
        if (lsb > msb || msb >= traits.width * 8) {
            fail(line, "bits " + bits.get() + " must be HIGHEST:LOWEST and at most bit " + (traits.width * 8 - 1));
            return;
        }
        add(line, new Field(field.get(), line.description(), lsb, msb - lsb + 1, own.access, own.readEffect, own.writeEffect,
                own.selfClearing, List.of()));
    }

    private void add(Words line, Field field) {
        for (Field other : fields) {
            boolean sameDirection = field.access().isReadable() && other.access().isReadable()
                    || field.access().isWritable() && other.access().isWritable();
            if (other.name().equals(field.name())) {
                fail(line, "there is another field " + field.name() + " in register " + name);
            } else if (sameDirection && (field.mask() & other.mask()) != 0) {
                fail(line, "field " + field.name() + " overlaps field " + other.name() + " in the same direction of access");
            }
        }
        fields.add(field);
    }

    void takeValue(Words line) {
        OptionalLong value = line.expectNumber("value");
        Optional<String> called = line.expect("name");
        line.next().ifPresent(word -> line.error("\"" + word + "\" is too much: value NUMBER NAME is all"));
        if (line.isWrong() || fields.isEmpty()) {
            wrong = true;
            return;
        }
        Field last = fields.removeLast();
        if (last.bits() < Long.SIZE && value.getAsLong() >>> last.bits() != 0) {
            fail(line, "value " + value.getAsLong() + " does not fit into the " + last.bits() + " bits of field " + last.name());
        }
        Field.NamedValue named = new Field.NamedValue(called.orElseThrow(), line.description(), value.getAsLong(), 0);
        fields.add(new Field(last.name(), last.description(), last.lsb(), last.bits(), last.access(), last.readEffect(),
                last.writeEffect(), last.selfClearing(), Stream.concat(last.values().stream(), Stream.of(named)).toList()));
    }

    /** The register, or all those of the array. */
    List<Register> members(int most) {
        Register.Builder builder = Register.at(0, name).described(words.description()).width((int) traits.width)
                .widths(traits.widths.stream().mapToInt(Integer::intValue).toArray())
                .with(access()).with(traits.readEffect).with(traits.writeEffect).reset(traits.reset);
        if (traits.alternate) {
            builder.alternate();
        }
        fields.stream().sorted(Comparator.comparingInt(Field::lsb)).forEach(builder::field);
        Register first = builder.build();
        Matcher array = ARRAY.matcher(name);
        if (!array.matches()) {
            return List.of(first.at(traits.offset, name, words.description()));
        }
        int count = Integer.parseInt(array.group(2));
        long step = traits.step == 0 ? traits.width : traits.step;
        if (count < 1 || count > most || step % traits.width != 0) {
            words.error("an array has 1 to " + most + " members, and its step " + step + " is a multiple of the width "
                    + traits.width);
            return List.of();
        }
        return IntStream.range(0, count)
                .mapToObj(i -> first.at(traits.offset + i * step, array.group(1) + "[" + i + "]", words.description())).toList();
    }

    /** A register with fields can do what they can. */
    private BitAccess access() {
        boolean readable = fields.stream().anyMatch(field -> field.access().isReadable());
        boolean writable = fields.stream().anyMatch(field -> field.access().isWritable());
        if (fields.isEmpty()) {
            return traits.access;
        }
        return readable && writable ? BitAccess.READ_WRITE : readable ? BitAccess.READ_ONLY : BitAccess.WRITE_ONLY;
    }
}
