package org.devmap.backend.sim.svd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.devmap.backend.sim.description.Problems;
import org.devmap.backend.sim.register.BitAccess;
import org.devmap.backend.sim.register.Field;
import org.devmap.backend.sim.register.ReadEffect;
import org.devmap.backend.sim.register.WriteEffect;

/** Reads the fields of a register. */
final class FieldReader {

    private final Problems problems;
    private final Numbers numbers;
    private final Dimension dimension;
    private final Derivation derivation;
    private final ValueReader values;

    /**
     * What fields take from their register.
     *
     * @param bits of the register
     * @param access unless a field says otherwise
     * @param readEffect unless a field says otherwise
     * @param writeEffect unless a field says otherwise
     */
    record Defaults(int bits, BitAccess access, ReadEffect readEffect, WriteEffect writeEffect) { }

    FieldReader(Problems problems, Numbers numbers, Dimension dimension, Derivation derivation) {
        this.problems = problems;
        this.numbers = numbers;
        this.dimension = dimension;
        this.derivation = derivation;
        values = new ValueReader(problems, numbers, derivation);
    }

    /** The fields of a register, lowest bit first. */
    List<Field> read(Element register, Defaults defaults) {
        List<Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Element raw : register.child("fields").map(Element::children).orElse(List.of())) {
            if (raw.kind().equals("field")) {
                readField(derivation.resolve(raw), defaults, fields, names);
            }
        }
        fields.sort(Comparator.comparingInt(Field::lsb));
        return fields;
    }

    private void readField(Element element, Defaults defaults, List<Field> fields, Set<String> names) {
        List<Dimension.Member> members = dimension.expand(element);
        Optional<BitPlace> place = BitPlace.of(element, numbers, problems);
        BitAccess access = Properties.accessOf(element, problems).orElse(defaults.access());
        ReadEffect readEffect = Properties.readEffectOf(element, problems).orElse(defaults.readEffect());
        WriteEffect writeEffect = Properties.writeEffectOf(element, problems).orElse(defaults.writeEffect());
        if (place.isEmpty()) {
            return;
        }
        List<Field.NamedValue> named = values.read(element, place.get().bits());
        for (Dimension.Member member : members) {
            long lsb = place.get().lsb() + member.offset();
            if (lsb < 0 || lsb + place.get().bits() > defaults.bits()) {
                problems.warning(element.line(), element.path(), "bits " + lsb + " to " + (lsb + place.get().bits() - 1)
                        + " are outside the register of " + defaults.bits() + " bits; field " + member.name() + " is left out");
            } else {
                String name = unique(element, member.name(), lsb, names);
                Field field = new Field(name, member.description(), (int) lsb, place.get().bits(), access, readEffect,
                        writeEffect, false, named);
                checkOverlap(element, field, fields);
                fields.add(field);
            }
        }
    }

    private String unique(Element element, String name, long lsb, Set<String> names) {
        if (names.add(name)) {
            return name;
        }
        String other = name + "@" + lsb;
        problems.warning(element.line(), element.path(), "there is another field " + name
                + " in this register; this one is called "
                + other);
        names.add(other);
        return other;
    }

    private void checkOverlap(Element element, Field field, List<Field> fields) {
        for (Field other : fields) {
            boolean sameDirection = field.access().isReadable() && other.access().isReadable()
                    || field.access().isWritable() && other.access().isWritable();
            if (sameDirection && (field.mask() & other.mask()) != 0) {
                problems.warning(element.line(), element.path(), "field " + field.name() + " overlaps field " + other.name()
                        + " in the same direction of access");
                return;
            }
        }
    }
}
