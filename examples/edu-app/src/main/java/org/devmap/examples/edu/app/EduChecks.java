package org.devmap.examples.edu.app;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.MemoryFault;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.examples.edu.EduIoctl;
import org.devmap.examples.edu.EduRegisters;
import org.devmap.examples.edu.app.Check.Verdict;

/**
 * Tries everything that an edu device and its driver can do. What fails is told, and the rest is tried all the same.
 */
final class EduChecks {

    private static final int PATTERN = 0x1234_5678;
    /** A reason to interrupt that the device itself does not use. */
    private static final int REASON = 0x2;
    private static final int SEED = 1;
    private static final String DMA = "DMA of %d bytes to the device and back".formatted(EduRegisters.TRANSFER_SIZE);
    private static final String NONE_DIFFERS = "0 differ";

    /** Factorials as the device counts, in 32 bits without sign. */
    private enum Factorial {
        OF_0(0, 1), OF_5(5, 120), OF_12(12, 479_001_600), OF_13(13, 1_932_053_504), OF_34(34, 0);

        private final int number;
        private final int factorial;

        Factorial(int number, int factorial) {
            this.number = number;
            this.factorial = factorial;
        }
    }

    /** Answers what came, or fails. */
    @FunctionalInterface
    private interface Trial {
        String run() throws DdiException;
    }

    private final AddressSpace space;
    private final String device;

    /**
     * Tries a device.
     *
     * @param space whose memory is used
     * @param node the node of the device
     */
    EduChecks(AddressSpace space, String node) {
        this.space = space;
        device = "/devices/" + node;
    }

    /**
     * Tries it.
     *
     * @param interrupts how often to interrupt
     * @param dma whether to transfer
     * @throws DdiException if the device cannot be opened and mapped, or its driver leaves
     */
    List<Check> run(int interrupts, boolean dma) throws DdiException {
        List<Check> checks = new ArrayList<>();
        try (DeviceFile file = space.open(device + ":registers", OpenFlags.READ_WRITE);
             Mapping registers = map(file)) {
            checks.add(attempt("the identity", hex(EduRegisters.IDENTITY_VALUE), "read from the mapped registers",
                    () -> hex(registers.getInt(EduRegisters.IDENTITY))));
            checks.add(attempt("the liveness check inverts " + hex(PATTERN), hex(~PATTERN),
                    "written and read by the application", () -> liveness(registers)));
            for (Factorial each : Factorial.values()) {
                checks.add(attempt(each.number + "!", Integer.toUnsignedString(each.factorial),
                        "the driver waits for the interrupt", () -> factorial(file, each.number)));
            }
            checks.addAll(interrupts(file, interrupts));
            checks.add(dma ? attempt(DMA, NONE_DIFFERS, "through mapped kernel memory", () -> transfer(file))
                    : new Check(DMA, NONE_DIFFERS, "-", Verdict.LEFT_OUT, "as asked for"));
        }
        return checks;
    }

    private static Check attempt(String what, String expected, String why, Trial trial) {
        try {
            return Check.of(what, expected, trial.run(), why);
        } catch (DdiException failed) {
            Verdict verdict = failed.errno().equals(Errno.ENOTSUP) ? Verdict.NOT_POSSIBLE : Verdict.WRONG;
            return new Check(what, expected, failed.errno().name(), verdict, failed.getMessage());
        } catch (MemoryFault failed) {
            return new Check(what, expected, "a fault", Verdict.WRONG, failed.getMessage());
        }
    }

    private static String liveness(Mapping registers) {
        registers.setInt(EduRegisters.LIVENESS, PATTERN);
        return hex(registers.getInt(EduRegisters.LIVENESS));
    }

    private static String factorial(DeviceFile file, int number) throws DdiException {
        MemorySegment argument = MemorySegment.ofArray(new int[] {number});
        file.ioctl(EduIoctl.FACTORIAL, argument);
        return Integer.toUnsignedString(argument.get(ValueLayout.JAVA_INT, 0));
    }

    private static List<Check> interrupts(DeviceFile file, int times) throws DdiException {
        MemorySegment before = counts(file);
        String why = raise(file, times);
        MemorySegment after = counts(file);
        return List.of(
                Check.of("interrupts", String.valueOf(times), grown(EduIoctl.COUNTS_ALL, before, after), why),
                Check.of("missed interrupts", "0", grown(EduIoctl.COUNTS_MISSED, before, after),
                        "counted by the framework"));
    }

    /** Says how it went: the counts tell how far. */
    private static String raise(DeviceFile file, int times) {
        MemorySegment reason = MemorySegment.ofArray(new int[] {REASON});
        long start = System.nanoTime();
        try {
            for (int i = 0; i < times; i++) {
                file.ioctl(EduIoctl.RAISE, reason);
            }
            long each = (System.nanoTime() - start) / times;
            return "raised and acknowledged one by one, %d us each".formatted(each / 1000);
        } catch (DdiException failed) {
            return failed.getMessage();
        }
    }

    private static MemorySegment counts(DeviceFile file) throws DdiException {
        MemorySegment counts = MemorySegment.ofArray(new long[EduIoctl.COUNTS_SIZE / Long.BYTES]);
        file.ioctl(EduIoctl.COUNTS, counts);
        return counts;
    }

    private static String grown(long field, MemorySegment before, MemorySegment after) {
        return String.valueOf(after.get(ValueLayout.JAVA_LONG, field) - before.get(ValueLayout.JAVA_LONG, field));
    }

    /** Sends bytes to the device, forgets them, and has them back. */
    private String transfer(DeviceFile file) throws DdiException {
        byte[] sent = new byte[EduRegisters.TRANSFER_SIZE];
        new SplittableRandom(SEED).nextBytes(sent);
        byte[] received = new byte[sent.length];
        MemorySegment length = MemorySegment.ofArray(new int[] {sent.length});
        try (DeviceFile memory = space.open(device + ":buffer", OpenFlags.READ_WRITE); Mapping buffer = map(memory)) {
            buffer.copyFrom(MemorySegment.ofArray(sent), 0, 0, sent.length);
            file.ioctl(EduIoctl.SEND, length);
            buffer.fill(0, sent.length, (byte) 0);
            file.ioctl(EduIoctl.RECEIVE, length);
            buffer.copyTo(0, MemorySegment.ofArray(received), 0, received.length);
        }
        return IntStream.range(0, sent.length).filter(i -> sent[i] != received[i]).count() + " differ";
    }

    private static Mapping map(DeviceFile file) throws DdiException {
        return file.map(0, file.size().orElseThrow(), Protection.READ_WRITE, MapFlags.SHARED);
    }

    private static String hex(int value) {
        return "0x%08x".formatted(value);
    }
}
