package org.devmap.backend.uio.interrupt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.InterruptSource.Sink;
import org.devmap.backend.uio.linux.Descriptor;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Waiting, counting, masking, and what becomes of it when the device goes. A pipe stands for the device. */
@Timeout(120)
class UioInterruptTest {

    private static final LinuxCalls LINUX = new LinuxCalls();

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<Boolean> gate = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private Fifo fifo;
    private Path eventFile;
    private DdiException gateRefusal;
    private UioInterrupt interrupt;

    private final Sink sink = new Sink() {

        @Override
        public void raised(long events) {
            told.add("raised " + events);
        }

        @Override
        public void gone() {
            told.add("gone");
        }
    };

    @BeforeEach
    void make(@TempDir Path directory) throws Exception {
        fifo = Fifo.in(directory, LINUX);
        eventFile = directory.resolve("event");
        Files.writeString(eventFile, "41\n");
        interrupt = new UioInterrupt("edu", new EventWait(LINUX, fifo.device, eventFile, threads), this::setGate,
                () -> told.add("device gone"), complaints::add);
    }

    private void setGate(boolean open) throws DdiException {
        if (gateRefusal != null) {
            throw gateRefusal;
        }
        gate.add(open);
    }

    @AfterEach
    void end() {
        interrupt.close();
        fifo.close();
        threads.shutdownNow();
    }

    @Test
    void eventsAreCountedFromWhatTheDeviceHadBefore() throws Exception {
        interrupt.connect(sink);
        fifo.count(42);
        assertThat(told.take()).isEqualTo("raised 1");
        fifo.count(45);
        assertThat(told.take()).isEqualTo("raised 3");
    }

    /** As a machine that has no thread left says it. */
    @Test
    void whereNobodyCanWaitNoDescriptorIsLeftOpen() throws Exception {
        UioInterrupt without = new UioInterrupt("edu", new EventWait(LINUX, fifo.device, eventFile, _ -> {
            throw new OutOfMemoryError("unable to create native thread");
        }), this::setGate, () -> { }, complaints::add);
        long before = openFiles();
        assertThatThrownBy(() -> without.connect(sink)).isInstanceOf(OutOfMemoryError.class);
        assertThat(openFiles()).isEqualTo(before);
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(UioInterruptTest::isEventFile).count();
        }
    }

    private static boolean isEventFile(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("eventfd");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Test
    void theCountWrapsAround() throws Exception {
        Files.writeString(eventFile, "4294967295\n");
        interrupt.connect(sink);
        fifo.count(1);
        assertThat(told.take()).isEqualTo("raised 2");
        fifo.count(0x8000_0001);
        assertThat(told.take()).isEqualTo("raised 2147483648");
    }

    @Test
    void withoutACountFromBeforeTheFirstEventIsOne() throws Exception {
        Files.delete(eventFile);
        interrupt.connect(sink);
        fifo.count(7);
        assertThat(told.take()).isEqualTo("raised 1");
    }

    @Test
    void whatHappenedBeforeAnybodyListenedIsNobodys() throws Exception {
        fifo.count(41);
        interrupt.connect(sink);
        fifo.count(43);
        assertThat(told.take()).isEqualTo("raised 2");
    }

    @Test
    void whoeverConnectsLaterIsToldAlone() throws Exception {
        interrupt.connect(sink);
        interrupt.connect(null);
        fifo.count(42);
        Files.writeString(eventFile, "42\n");
        interrupt.connect(sink);
        fifo.count(43);

        assertThat(told.take()).isEqualTo("raised 1");
    }

    @Test
    void afterTheHandlerTheNextOneIsLetThrough() throws Exception {
        interrupt.connect(sink);
        interrupt.handled(true);
        assertThat(gate).isEmpty();
        interrupt.enable();
        interrupt.handled(true);
        interrupt.handled(false);
        interrupt.disable();
        interrupt.handled(true);

        assertThat(gate).containsExactly(true, true, true, false);
    }

    @Test
    void aGateThatDoesNotMoveIsAFailureOfEnable() {
        gateRefusal = new DdiException(Errno.EACCES, "no");
        interrupt.connect(sink);

        assertThatThrownBy(interrupt::enable).isSameAs(gateRefusal);
        interrupt.handled(true);
        assertThat(complaints).isEmpty();
    }

    @Test
    void aGateThatDoesNotMoveAfterTheHandlerIsComplainedOf() throws Exception {
        interrupt.connect(sink);
        interrupt.enable();
        gateRefusal = new DdiException(Errno.EACCES, "no");

        interrupt.handled(true);

        assertThat(complaints).containsExactly("the interrupt of edu stays masked: EACCES: no");
    }

    @Test
    void aDeviceThatGoesIsNoticedByWhoeverWaits() throws Exception {
        interrupt.connect(sink);
        fifo.hangUp();

        assertThat(told.take()).isEqualTo("gone");
        assertThat(told.take()).isEqualTo("device gone");
        assertThatThrownBy(interrupt::enable).isInstanceOf(DdiException.class).hasMessage("EIO: edu is gone");
        assertThatThrownBy(interrupt::disable).isInstanceOf(DdiException.class);
        interrupt.connect(sink);
        assertThat(told.take()).isEqualTo("gone");
    }

    @Test
    void closeEndsTheWaiting() throws Exception {
        interrupt.connect(sink);
        interrupt.close();
        fifo.close();
        threads.shutdown();
        threads.close();
        assertThat(told).isEmpty();

        interrupt.connect(sink);
        assertThat(told.take()).isEqualTo("gone");
    }

    @Test
    void whereNobodyCanWaitItIsSaid() {
        threads.shutdown();
        interrupt.connect(sink);

        assertThat(complaints).singleElement().asString().contains("nobody waits for the interrupt of edu");
    }

    @Test
    void aDeviceWithoutAnInterruptCannotBeWaitedFor() {
        EventWait wait = new EventWait(LINUX, fifo.device, eventFile, threads);
        assertThat(wait.isPossible()).isTrue();
        fifo.hangUp();
        assertThat(wait.isPossible()).isFalse();
    }

    /** An ordinary file takes what is written; a socket for signals and the like does not. */
    @Test
    void theGateOfADriverIsWhatIsWrittenToIt(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("control"));
        try (Descriptor control = Descriptor.open(LINUX, file.toString(), LinuxCalls.O_RDWR)) {
            ControlGate written = new ControlGate(control);
            written.set(true);
            written.set(false);
        }
        assertThat(Files.readAllBytes(file)).satisfies(bytes -> {
            assertThat(bytes).hasSize(8);
            assertThat(bytes[0] + bytes[3]).isEqualTo(1);
            assertThat(bytes[4] + bytes[7]).isZero();
        });
    }

    @Test
    void aRefusalOfTheDriverIsASentence(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("control"));
        try (Descriptor readOnly = Descriptor.open(LINUX, file.toString(), LinuxCalls.O_RDONLY)) {
            assertThatThrownBy(() -> new ControlGate(readOnly).set(true)).isInstanceOf(DdiException.class)
                    .hasMessageContaining("irqcontrol: write of 4 bytes of " + file + " failed");
        }
    }
}
