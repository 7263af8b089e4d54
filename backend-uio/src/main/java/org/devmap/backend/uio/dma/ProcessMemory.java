package org.devmap.backend.uio.dma;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel says of the memory of this process. Stateless, thread-safe.
 *
 * @param proc the folder of the process, usually {@code /proc/self}
 * @param pageSize bytes of an ordinary page
 */
public record ProcessMemory(Path proc, long pageSize) {

    private static final Pattern RANGE = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) .*");
    private static final Pattern PAGE_SIZE = Pattern.compile("KernelPageSize:\\s*(\\d+) kB");
    private static final Pattern FLAGS = Pattern.compile("VmFlags:(.*)");
    private static final long PRESENT = 1L << 63;
    private static final long FRAME = (1L << 55) - 1;

    /**
     * Memory of one kind.
     *
     * @param start first address
     * @param end first address behind it
     * @param pageSize bytes of its pages
     * @param isHuge whether it is of the kernel's pool of huge pages, which are never written to a disk
     */
    public record Area(long start, long end, long pageSize, boolean isHuge) {
    }

    /**
     * The memory at an address. Slow: the kernel lists all of it.
     *
     * @param address the address
     * @return empty if there is none
     * @throws IOException if the kernel does not say
     */
    public Optional<Area> area(long address) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(proc.resolve("smaps"))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher range = RANGE.matcher(line);
                if (range.matches()) {
                    long start = Long.parseUnsignedLong(range.group(1), 16);
                    long end = Long.parseUnsignedLong(range.group(2), 16);
                    if (Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0) {
                        return Optional.of(describe(start, end, lines));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Area describe(long start, long end, BufferedReader lines) throws IOException {
        long size = pageSize;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher kilobytes = PAGE_SIZE.matcher(line);
            if (kilobytes.matches()) {
                size = Long.parseLong(kilobytes.group(1)) << 10;
            }
            Matcher flags = FLAGS.matcher(line);
            if (flags.matches()) {
                return new Area(start, end, size, (flags.group(1) + " ").contains(" ht "));
            }
        }
        throw new IOException(proc.resolve("smaps") + " does not tell what memory this is (no VmFlags)");
    }

    /**
     * Where the memory at an address lies in the machine.
     *
     * @param address the address
     * @return the physical address; empty if it is not present, or if this process may not know (it needs
     *     CAP_SYS_ADMIN)
     * @throws IOException if the kernel does not say
     */
    public OptionalLong physical(long address) throws IOException {
        long entry;
        try (RandomAccessFile pagemap = new RandomAccessFile(proc.resolve("pagemap").toFile(), "r")) {
            pagemap.seek(Long.divideUnsigned(address, pageSize) * Long.BYTES);
            long read = pagemap.readLong();
            entry = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? read : Long.reverseBytes(read);
        }
        long frame = entry & FRAME;
        return (entry & PRESENT) == 0 || frame == 0 ? OptionalLong.empty()
                : OptionalLong.of(frame * pageSize + Long.remainderUnsigned(address, pageSize));
    }
}
