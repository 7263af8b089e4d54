package org.devmap.backend.sim.svd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.devmap.backend.sim.description.Problems;
import org.devmap.backend.sim.register.BitAccess;
import org.devmap.backend.sim.register.Field;
import org.devmap.backend.sim.register.ReadEffect;
import org.devmap.backend.sim.register.Register;
import org.devmap.backend.sim.register.WriteEffect;

/**
 * Reads the registers and clusters of a peripheral into a flat list. A register inside a cluster is called by both names
 * with a dot between them.
 */
final class RegisterReader {

    /** Far more than any part has; arrays in arrays would fill the memory. */
    static final int MOST_REGISTERS = 200_000;
    private static final long HIGHEST_OFFSET = 1L << 40;
    private static final int DEFAULT_BITS = 32;
    private static final int DEEPEST = 32;

    private final Problems problems;
    private final Numbers numbers;
    private final Dimension dimension;
    private final Derivation derivation;
    private final FieldReader fields;
    private int total;

    /** Registers of one peripheral by name, with the elements they come from. */
    static final class Found {

        private final Map<String, Register> registers = new LinkedHashMap<>();
        private final Map<String, Element> elements = new LinkedHashMap<>();

        List<Register> registers() {
            return List.copyOf(registers.values());
        }

        Element elementOf(Register register) {
            return elements.get(register.name());
        }

        void replace(Register register) {
            registers.put(register.name(), register);
        }
    }

    /** Where in the peripheral the reader is. */
    private record Place(String prefix, long offset, Properties properties, boolean alternate, int depth) { }

    RegisterReader(Problems problems, Numbers numbers, Dimension dimension, Derivation derivation) {
        this.problems = problems;
        this.numbers = numbers;
        this.dimension = dimension;
        this.derivation = derivation;
        fields = new FieldReader(problems, numbers, dimension, derivation);
    }

    Found read(Element peripheral, Properties properties) {
        Found found = new Found();
        for (Element container : peripheral.children("registers")) {
            readAll(container, new Place("", 0, properties, false, 0), found);
        }
        return found;
    }

    private void readAll(Element container, Place place, Found found) {
        for (Element child : container.children()) {
            switch (child.kind()) {
                case "register" -> readRegister(derivation.resolve(child), place, found);
                case "cluster" -> readCluster(derivation.resolve(child), place, found);
                default -> {
                    // Schema has said so.
                }
            }
        }
    }

    private void readCluster(Element cluster, Place place, Found found) {
        Properties properties = place.properties().within(cluster, numbers, problems);
        Optional<Long> offset = offsetOf(cluster);
        if (offset.isEmpty()) {
            return;
        }
        boolean alternate = place.alternate() || cluster.has("alternateCluster");
        for (Dimension.Member member : dimension.expand(cluster)) {
            if (!count(cluster, 1)) {
                return;
            }
            if (place.depth() == DEEPEST) {
                problems.error(cluster.line(), cluster.path(), "clusters are nested deeper than " + DEEPEST
                        + "; does one derive from one around it?");
                return;
            }
            readAll(cluster, new Place(place.prefix() + member.name() + ".", place.offset() + offset.get() + member.offset(),
                    properties, alternate, place.depth() + 1), found);
        }
    }

    private void readRegister(Element element, Place place, Found found) {
        Properties properties = place.properties().within(element, numbers, problems);
        Optional<Long> offset = offsetOf(element);
        List<Dimension.Member> members = dimension.expand(element);
        int bits = bitsOf(element, properties);
        if (offset.isEmpty() || bits == 0 || members.isEmpty()) {
            return;
        }
        if (!count(element, members.size())) {
            return;
        }
        Register first = build(element, place, properties, bits);
        for (Dimension.Member member : members) {
            add(element, first, member, place, offset.get(), found);
        }
    }

    private boolean count(Element element, int members) {
        total += members;
        if (total > MOST_REGISTERS) {
            problems.error(0, "", "arrays grow to more than " + MOST_REGISTERS + " registers, the last in " + element.path());
        }
        return total <= MOST_REGISTERS;
    }

    private Optional<Long> offsetOf(Element element) {
        if (!element.has("addressOffset")) {
            problems.error(element.line(), element.path(), "a " + element.kind() + " needs an <addressOffset>");
            return Optional.empty();
        }
        return element.child("addressOffset")
                .flatMap(child -> numbers.readUpTo(child, HIGHEST_OFFSET, "no peripheral is that large"));
    }

    private int bitsOf(Element element, Properties properties) {
        if (properties.bits().isEmpty()) {
            problems.warning(0, "", "no <size> is given for some registers; " + DEFAULT_BITS + " bits are taken");
        }
        long bits = properties.bits().orElse((long) DEFAULT_BITS);
        if (bits < 1 || bits > 64) {
            problems.error(element.line(), element.path(), "size " + bits + " must be 8, 16, 32 or 64 bits");
            return 0;
        }
        int container = (int) Math.max(8, Long.highestOneBit(2 * bits - 1));
        if (container != bits) {
            problems.warning(element.line(), element.path(), "size " + bits + " must be 8, 16, 32 or 64 bits; "
                    + container + " are taken");
        }
        return container;
    }

    /** The register as it is at offset 0; its members differ in name and offset only. */
    private Register build(Element element, Place place, Properties properties, int bits) {
        BitAccess inherited = properties.access().orElse(BitAccess.READ_WRITE);
        ReadEffect readEffect = Properties.readEffectOf(element, problems).orElse(ReadEffect.NONE);
        WriteEffect writeEffect = Properties.writeEffectOf(element, problems).orElse(WriteEffect.STORE);
        List<Field> parts = fields.read(element, new FieldReader.Defaults(bits, inherited, readEffect, writeEffect));
        boolean alternate = place.alternate() || element.has("alternateRegister") || element.has("alternateGroup");
        return new Register(element.name(), "", 0, bits / 8, accessOf(element, inherited, parts),
                resetOf(element, properties, bits),
                widthsUpTo(bits / 8), readEffect, writeEffect, alternate, parts);
    }

    /** Without an access of its own a register can do what its fields can. */
    private BitAccess accessOf(Element element, BitAccess inherited, List<Field> parts) {
        if (parts.isEmpty()) {
            return inherited;
        }
        boolean readable = parts.stream().anyMatch(field -> field.access().isReadable());
        boolean writable = parts.stream().anyMatch(field -> field.access().isWritable());
        if (element.has("access")) {
            if (readable && !inherited.isReadable() || writable && !inherited.isWritable()) {
                problems.warning(element.line(), element.path(), "some fields allow more than the register, which is "
                        + element.textOf("access") + "; the register's access holds");
            }
            return inherited;
        }
        if (readable && writable) {
            return inherited.isReadable() && inherited.isWritable() ? inherited : BitAccess.READ_WRITE;
        }
        return readable ? BitAccess.READ_ONLY : inherited.isOnce() ? BitAccess.WRITE_ONCE : BitAccess.WRITE_ONLY;
    }

    private long resetOf(Element element, Properties properties, int bits) {
        long reset = properties.reset() & properties.resetMask();
        long valid = bits == 64 ? -1L : (1L << bits) - 1;
        if (element.has("resetValue") && (reset & ~valid) != 0) {
            problems.warning(element.line(), element.path(), "resetValue " + element.textOf("resetValue") + " has more than "
                    + bits + " bits; the lower ones are taken");
        }
        return reset & valid;
    }

    /** The standard does not say which accesses a register allows: those of its width and of parts of it. */
    private static Set<Integer> widthsUpTo(int width) {
        Set<Integer> widths = new TreeSet<>();
        for (int each = 1; each <= width; each *= 2) {
            widths.add(each);
        }
        return widths;
    }

    private void add(Element element, Register first, Dimension.Member member, Place place, long ownOffset, Found found) {
        long offset = place.offset() + ownOffset + member.offset();
        String name = place.prefix() + member.name();
        if (offset < 0 || offset > HIGHEST_OFFSET) {
            problems.error(element.line(), element.path(), "offset of " + name + " is above " + HIGHEST_OFFSET);
            return;
        }
        if (offset % first.width() != 0) {
            problems.warning(element.line(), element.path(), "offset 0x" + Long.toHexString(offset) + " of " + name
                    + " is no multiple of its " + first.width() + " bytes; it cannot be accessed and is left out");
            return;
        }
        if (found.registers.containsKey(name)) {
            String other = name + "@0x" + Long.toHexString(offset);
            problems.warning(element.line(), element.path(), "there is another register " + name + "; this one is called "
                    + other);
            if (found.registers.containsKey(other)) {
                return;
            }
            name = other;
        }
        found.registers.put(name, first.at(offset, name, member.description()));
        found.elements.put(name, element);
    }
}
