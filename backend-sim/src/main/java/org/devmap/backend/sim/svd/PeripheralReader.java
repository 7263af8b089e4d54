package org.devmap.backend.sim.svd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.devmap.backend.sim.description.Overlaps;
import org.devmap.backend.sim.description.Peripheral;
import org.devmap.backend.sim.description.Problems;
import org.devmap.backend.sim.register.Register;

/** Reads peripherals: their place, interrupts and registers. */
final class PeripheralReader {

    private static final Map<String, String> BLOCK_USAGES =
            Map.of("registers", "registers", "buffer", "buffer", "reserved", "reserved");
    private static final long LARGEST_BLOCK = 1L << 40;

    private final Problems problems;
    private final Numbers numbers;
    private final Dimension dimension;
    private final RegisterReader registers;
    private final Set<String> names = new HashSet<>();
    private final List<Claim> claims = new ArrayList<>();

    /** A range of addresses of a peripheral. */
    private record Block(long offset, long size) {

        private boolean holds(Register register) {
            return register.offset() >= offset && register.end() <= offset + size;
        }
    }

    /** Addresses that a peripheral takes for itself. */
    private record Claim(Element element, String name, long base, Block block, boolean shared) {

        private long start() {
            return base + block.offset();
        }

        private boolean conflictsWith(Claim other) {
            boolean overlap = start() < other.start() + other.block.size() && other.start() < start() + block.size();
            return overlap && !shared && !other.shared && !name.equals(other.name);
        }
    }

    PeripheralReader(Problems problems, Numbers numbers, Dimension dimension, RegisterReader registers) {
        this.problems = problems;
        this.numbers = numbers;
        this.dimension = dimension;
        this.registers = registers;
    }

    List<Peripheral> read(Element element, Properties inherited) {
        Properties properties = inherited.within(element, numbers, problems);
        Optional<Long> base = element.child("baseAddress").flatMap(numbers::read);
        if (!element.has("baseAddress")) {
            problems.error(element.line(), element.path(), "a peripheral needs a <baseAddress>");
        }
        List<Block> blocks = blocks(element);
        List<Peripheral.InterruptLine> interrupts = interrupts(element);
        RegisterReader.Found found = registers.read(element, properties);
        if (!problems.hasErrors()) {
            declareOverlaps(found);
            checkBlocks(element, blocks, found.registers());
        }
        List<Register> all = found.registers();
        List<Peripheral> peripherals = new ArrayList<>();
        for (Dimension.Member member : dimension.expand(element)) {
            if (!names.add(member.name())) {
                problems.error(element.line(), element.path(), "there is another peripheral " + member.name());
            }
            base.ifPresent(address -> blocks.forEach(block -> claims.add(new Claim(element, member.name(),
                    address + member.offset(), block, element.has("alternatePeripheral")))));
            base.ifPresent(address -> peripherals.add(new Peripheral(member.name(), member.description(), address
                    + member.offset(),
                    size(blocks, all), all, Map.of(), interrupts)));
        }
        return peripherals;
    }

    /** Reports peripherals that lie in the same place without saying that this is meant, each once. */
    void checkClaims() {
        claims.sort(Comparator.comparingLong(Claim::start));
        for (int at = 1; at < claims.size(); at++) {
            Claim second = claims.get(at);
            Claim first = claims.get(at - 1);
            if (first.conflictsWith(second)) {
                problems.warning(second.element().line(), second.element().path(), "addresses 0x"
                        + Long.toHexString(second.start())
                        + " and following also belong to peripheral " + first.name() + ", without <alternatePeripheral>");
            }
        }
    }

    private List<Block> blocks(Element element) {
        List<Block> blocks = new ArrayList<>();
        for (Element block : element.children("addressBlock")) {
            Properties.word(block, "usage", BLOCK_USAGES, problems);
            Optional<Long> offset = block.child("offset")
                    .flatMap(child -> numbers.readUpTo(child, LARGEST_BLOCK, "no peripheral is that large"));
            Optional<Long> size = block.child("size")
                    .flatMap(child -> numbers.readUpTo(child, LARGEST_BLOCK, "no peripheral is that large"));
            if (!block.has("offset") || !block.has("size")) {
                problems.error(block.line(), block.path(), "an address block needs <offset> and <size>");
            }
            if (offset.isPresent() && size.isPresent()) {
                blocks.add(new Block(offset.get(), size.get()));
            }
        }
        return blocks;
    }

    private List<Peripheral.InterruptLine> interrupts(Element element) {
        List<Peripheral.InterruptLine> interrupts = new ArrayList<>();
        for (Element interrupt : element.children("interrupt")) {
            Optional<Long> value = interrupt.child("value").flatMap(numbers::read);
            if (!interrupt.has("value")) {
                problems.error(interrupt.line(), interrupt.path(), "an interrupt needs a <value>");
            }
            value.ifPresent(number -> interrupts.add(
                    new Peripheral.InterruptLine(interrupt.name(), interrupt.textOf("description"), number)));
        }
        return interrupts;
    }

    /** What vendors let overlap without saying so is meant: it is said, and the later register becomes an alternate. */
    private void declareOverlaps(RegisterReader.Found found) {
        for (Overlaps.Pair pair : Overlaps.undeclared(found.registers())) {
            Element element = found.elementOf(pair.second());
            problems.warning(element.line(), element.path(), "register " + pair.second() + " overlaps " + pair.first()
                    + " in the same direction of access without <alternateRegister> or <alternateGroup>");
            found.replace(pair.second().asAlternate());
        }
    }

    private void checkBlocks(Element element, List<Block> blocks, List<Register> all) {
        List<Register> outside = all.stream().filter(register -> blocks.stream().noneMatch(block -> block.holds(register)))
                .toList();
        if (!outside.isEmpty() && !blocks.isEmpty()) {
            problems.warning(element.line(), element.path(), outside.size() + " of " + all.size()
                    + " registers lie outside its address blocks, the first is " + outside.getFirst());
        }
        if (!all.isEmpty() && blocks.isEmpty()) {
            problems.warning(element.line(), element.path(),
                    "it has registers but no <addressBlock>; its size is taken from them");
        }
    }

    private static long size(List<Block> blocks, List<Register> all) {
        long size = 1;
        for (Block block : blocks) {
            size = Math.max(size, block.offset() + block.size());
        }
        for (Register register : all) {
            size = Math.max(size, register.end());
        }
        return size;
    }
}
