package org.devmap.backend.uio.interrupt;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.devmap.backend.uio.linux.Descriptor;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.devmap.backend.uio.linux.SystemCallFailure;

/**
 * A pipe in place of a device: what is written to one end, counts of four bytes, is what the device answers to reads.
 */
final class Fifo implements AutoCloseable {

    final Descriptor device;
    private final Descriptor kernel;

    private Fifo(Descriptor device, Descriptor kernel) {
        this.device = device;
        this.kernel = kernel;
    }

    static Fifo in(Path directory, LinuxCalls linux) throws Exception {
        String path = directory.resolve("uio0").toString();
        assertThat(new ProcessBuilder("mkfifo", path).inheritIO().start().waitFor()).isZero();
        Descriptor device = Descriptor.open(linux, path, LinuxCalls.O_RDONLY | LinuxCalls.O_NONBLOCK);
        return new Fifo(device, Descriptor.open(linux, path, LinuxCalls.O_RDWR));
    }

    void count(int count) throws SystemCallFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            value.set(ValueLayout.JAVA_INT, 0, count);
            kernel.write(value);
        }
    }

    /** The device goes: whoever waits is woken, and reads no more. */
    void hangUp() {
        kernel.close();
    }

    @Override
    public void close() {
        kernel.close();
        device.close();
    }
}
