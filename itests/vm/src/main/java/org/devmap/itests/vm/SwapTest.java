package org.devmap.itests.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.examples.edu.EduIoctl;
import org.devmap.examples.edu.EduRegisters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The model of the edu device and the device itself take turns behind one node, while an application has its registers
 * mapped and its files open and goes on as if nothing happened. The kernel is the witness of who interrupted.
 */
class SwapTest {

    private static final String NODE = "edu0";
    private static final int ROUNDS = 10;
    private static final int LENGTH = 256;
    private static final Path DEVICE = Path.of("/sys/bus/pci/devices/0000:00:10.0/uio");

    private final Guest guest = new Guest();
    private final List<Worker> workers = new ArrayList<>();
    private DeviceFile file;
    private Mapping registers;
    private Mapping buffer;

    @BeforeEach
    void open() throws DdiException {
        AddressSpace space = guest.system().spaces().create("edu");
        file = space.open("/devices/" + NODE + ":registers", OpenFlags.READ_WRITE);
        registers = map(file);
        buffer = map(space.open("/devices/" + NODE + ":buffer", OpenFlags.READ_WRITE));
        if (!inCharge().equals("sim")) {
            guest.system().swap(NODE, "sim");
        }
    }

    @AfterEach
    void end() {
        guest.close();
    }

    private static Mapping map(DeviceFile file) throws DdiException {
        return file.map(0, file.size().orElseThrow(), Protection.READ_WRITE, MapFlags.SHARED);
    }

    private String inCharge() {
        return guest.system().snapshot().node(NODE).flatMap(node -> node.nexus()).orElseThrow();
    }

    @Test
    void theModelAndTheDeviceTakeTurnsUnderARunningApplication() throws Exception {
        for (int number : List.of(5, 6, 12)) {
            work("factorial of " + number,
                    turn -> assertThat(command(EduIoctl.FACTORIAL, number)).isEqualTo(factorial(number)));
        }
        work("identity and liveness", turn -> {
            assertThat(registers.getInt(EduRegisters.IDENTITY)).isEqualTo(EduRegisters.IDENTITY_VALUE);
            registers.setInt(EduRegisters.LIVENESS, turn);
            assertThat(registers.getInt(EduRegisters.LIVENESS)).isEqualTo(~turn);
        });
        transfer(EduIoctl.SEND, 0);
        for (int swap = 1; swap <= 2 * ROUNDS; swap++) {
            boolean toDevice = swap % 2 == 1;
            guest.system().swap(NODE, toDevice ? "uio" : "sim");
            assertThat(inCharge()).isEqualTo(toDevice ? "uio" : "sim");
            long before = eventsOfTheKernel();
            command(EduIoctl.RAISE, 0x2);
            awaitWork();
            assertThat(eventsOfTheKernel() > before).as("interrupts of the device").isEqualTo(toDevice);
            transfer(EduIoctl.RECEIVE, swap - 1);
            transfer(EduIoctl.SEND, swap);
        }
        for (Worker worker : workers) {
            worker.stop();
        }
        System.out.println("vm: " + 2 * ROUNDS + " swaps under " + workers);
    }

    private static int factorial(int number) {
        return number < 2 ? 1 : number * factorial(number - 1);
    }

    /** What is sent is received after the next swap: the device's own buffer goes along. */
    private void transfer(int command, int content) throws DdiException {
        if (command == EduIoctl.SEND) {
            buffer.fill(0, LENGTH, (byte) content);
            command(command, LENGTH);
            return;
        }
        buffer.fill(0, LENGTH, (byte) -1);
        command(command, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            assertThat(buffer.getByte(i)).isEqualTo((byte) content);
        }
    }

    /** A command with an int, which it may replace. */
    private int command(int command, int number) throws DdiException {
        MemorySegment argument = MemorySegment.ofArray(new int[] {number});
        file.ioctl(command, argument);
        return argument.get(ValueLayout.JAVA_INT, 0);
    }

    private static long eventsOfTheKernel() throws IOException {
        try (DirectoryStream<Path> uio = Files.newDirectoryStream(DEVICE, "uio*")) {
            return Long.parseLong(Files.readString(uio.iterator().next().resolve("event")).strip());
        }
    }

    private void work(String what, Worker.Turn turn) {
        Worker worker = new Worker(what, turn);
        workers.add(worker);
        worker.start();
    }

    /** Everybody has begun and ended something since now. */
    private void awaitWork() {
        for (Worker worker : workers) {
            long before = worker.turns();
            Guest.await(worker + " to go on", () -> worker.turns() > before + 1);
        }
    }
}
