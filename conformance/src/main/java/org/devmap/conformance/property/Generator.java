package org.devmap.conformance.property;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.devmap.Protection;
import org.devmap.conformance.property.Operation.Defect;
import org.devmap.conformance.property.Operation.Exported;
import org.devmap.conformance.property.Operation.Loading;
import org.devmap.conformance.property.Operation.Memory;
import org.devmap.conformance.property.Operation.Remapping;

/** Random sequences: the same ones for the same random source. */
final class Generator {

    /** How many processes there are at once. */
    static final int PROCESSES = 3;

    private static final int LONGEST = 6;

    private final SplittableRandom random;

    Generator(SplittableRandom random) {
        this.random = random;
    }

    List<Operation> sequence(int operations) {
        return Stream.generate(this::operation).limit(operations).toList();
    }

    /** Weights: what makes state often enough to be worth looking at, and what destroys it rarely enough. */
    private Operation operation() {
        int process = random.nextInt(PROCESSES);
        int page = random.nextInt(Arena.PAGES);
        int kind = random.nextInt(100);
        if (kind < 20) {
            return mmap(process, page);
        } else if (kind < 55) {
            return new Operation.Touch(process, page, random.nextBoolean(), loading(), random.nextInt(3),
                    1 + random.nextInt(3));
        } else if (kind < 63) {
            return new Operation.Unload(process, page, random.nextInt(4), random.nextInt(4));
        } else if (kind < 71) {
            return new Operation.Remap(process, page, any(Remapping.values()), random.nextInt(12));
        } else if (kind < 80) {
            return new Operation.Mprotect(process, page, length(page), protection());
        } else if (kind < 92) {
            return new Operation.Munmap(process, page, length(page));
        } else if (kind < 96) {
            return new Operation.Fork(process, (process + 1 + random.nextInt(PROCESSES - 1)) % PROCESSES,
                    oneIn(4) ? random.nextInt(4) : Operation.Fork.NEVER);
        } else if (kind < 98) {
            return new Operation.Exit(process);
        }
        return new Operation.Look();
    }

    private Operation mmap(int process, int page) {
        boolean remappable = random.nextBoolean();
        Memory memory = any(Memory.values());
        if (memory == Memory.INVALID && !remappable) {
            memory = Memory.REGISTERS;
        }
        boolean access = !oneIn(4);
        Exported exported = new Exported(memory, 1 + random.nextInt(4), access, remappable, oneIn(8));
        return new Operation.Mmap(process, page, length(page), random.nextInt(14), exported, protection(), random.nextBoolean(),
                !oneIn(5), oneIn(6) ? any(Defect.values()) : Defect.NONE, random.nextInt(3));
    }

    private int length(int page) {
        return 1 + random.nextInt(Math.min(LONGEST, Arena.PAGES - page));
    }

    private Loading loading() {
        return random.nextBoolean() ? Loading.DEFAULT : any(Loading.values());
    }

    private Protection protection() {
        return random.nextBoolean() ? Protection.READ_WRITE : Protection.of(random.nextInt(4));
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private <E> E any(E[] values) {
        return values[random.nextInt(values.length)];
    }
}
