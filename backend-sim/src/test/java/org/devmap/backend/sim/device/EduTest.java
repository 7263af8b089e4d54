package org.devmap.backend.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import org.devmap.DdiException;
import org.devmap.IoDirection;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DmaEngine;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.MemoryRequest;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimDma;
import org.devmap.backend.sim.SimProvider;
import org.devmap.embed.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EduTest {

    private final ManualClock clock = new ManualClock();
    private final DeviceNode node = Edu.create("edu0", clock);
    private final RegisterModel registers = ((RegisterSet.Modelled) node.registerSets().get(1)).model();
    private final InterruptSource interrupt = node.interrupts().getFirst();
    private final DmaEngine dma = node.dma().orElseThrow();
    private final CountingSink sink = new CountingSink();

    @BeforeEach
    void listen() throws Exception {
        interrupt.connect(sink);
        interrupt.enable();
    }

    private BackendMemory memory() throws DdiException {
        return new SimProvider().allocate(MemoryRequest.of(8192, "test"));
    }

    private void start(long source, long destination, long count, long command) throws DdiException {
        registers.write(0x80, 8, source);
        registers.write(0x88, 8, destination);
        registers.write(0x90, 8, count);
        registers.write(0x98, 8, command | 1);
    }

    @Test
    void itSaysWhoItIs() throws Exception {
        assertThat(registers.read(0x00, 4)).isEqualTo(0x0100_00ED);
        assertThat(node.configSpace().orElseThrow().read(0, 4)).isEqualTo(0x11E8_1234);
        assertThat(registers.size()).isEqualTo(1 << 20);
    }

    @Test
    void itIsAlive() throws Exception {
        registers.write(0x04, 4, 0x1234_5678);

        assertThat(registers.read(0x04, 4)).isEqualTo(0xEDCB_A987L);
    }

    @Test
    void theFactorialTakesItsTimeAndInterruptsWhenAsked() throws Exception {
        registers.write(0x20, 4, 0x80);
        registers.write(0x08, 4, 10);

        clock.advance(Edu.FACTORIAL_NANOS - 1);
        assertThat(registers.read(0x20, 4)).isEqualTo(0x81);
        registers.write(0x08, 4, 3);
        clock.advance(1);

        assertThat(registers.read(0x20, 4)).isEqualTo(0x80);
        assertThat(registers.read(0x08, 4)).as("the write while it computed was ignored").isEqualTo(3_628_800);
        assertThat(registers.read(0x24, 4)).isEqualTo(0x1);
        assertThat(sink.raised).isEqualTo(1);
    }

    @Test
    void theFactorialIsSilentUnlessAskedAndWrapsAt32Bits() throws Exception {
        registers.write(0x08, 4, 13);
        clock.advance(Edu.FACTORIAL_NANOS);

        assertThat(registers.read(0x08, 4)).isEqualTo(6_227_020_800L & 0xFFFF_FFFFL);
        assertThat(sink.raised).isZero();
        assertThat(Edu.factorial(0)).isEqualTo(1);
        assertThat(Edu.factorial(33)).isEqualTo(0x8000_0000L);
        assertThat(Edu.factorial(34)).isZero();
        assertThat(Edu.factorial(0xFFFF_FFFFL)).isZero();
    }

    @Test
    void softwareRaisesTheInterruptAndItStaysHighUntilAllOfItIsAcknowledged() throws Exception {
        registers.write(0x60, 4, 0x6);
        registers.write(0x60, 4, 0x8);
        assertThat(registers.read(0x24, 4)).isEqualTo(0xE);
        assertThat(sink.raised).as("the line rose once").isEqualTo(1);

        registers.write(0x64, 4, 0x6);
        registers.write(0x60, 4, 0x1);
        assertThat(sink.raised).as("it had not fallen").isEqualTo(1);

        registers.write(0x64, 4, 0x9);
        registers.write(0x60, 4, 0x1);
        assertThat(sink.raised).isEqualTo(2);
    }

    @Test
    void anInterruptRaisedWhileDisabledComesWhenEnabled() throws Exception {
        interrupt.disable();
        registers.write(0x60, 4, 1);
        assertThat(sink.raised).isZero();

        interrupt.enable();
        assertThat(sink.raised).isEqualTo(1);
    }

    @Test
    void dmaMovesMemoryToTheDeviceAndBack() throws Exception {
        BackendMemory memory = memory();
        DmaEngine.Bound bound = dma.bind(memory, 100, 5000, IoDirection.BOTH);
        memory.segment().set(ValueLayout.JAVA_LONG_UNALIGNED, 100, 0x1122_3344_5566_7788L);

        start(bound.deviceAddress(), Edu.BUFFER_ADDRESS + 16, 8, 0);
        assertThat(registers.read(0x98, 4)).as("running").isEqualTo(1);
        clock.advance(Edu.DMA_NANOS);
        assertThat(registers.read(0x98, 4)).as("done").isZero();
        assertThat(sink.raised).isZero();
        start(Edu.BUFFER_ADDRESS + 16, bound.deviceAddress() + 4000, 8, 0x2 | 0x4);
        clock.advance(Edu.DMA_NANOS);

        assertThat(memory.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, 4100)).isEqualTo(0x1122_3344_5566_7788L);
        assertThat(bound.deviceAddress() % 4096).isEqualTo(100);
        assertThat(bound.deviceAddress() + 5000).isLessThan(1L << 28);
        assertThat(registers.read(0x24, 4)).isEqualTo(0x100);
        assertThat(sink.raised).isEqualTo(1);
    }

    @Test
    void dmaReachesOnlyWhatIsBoundInThatDirection() throws Exception {
        BackendMemory memory = memory();
        memory.segment().fill((byte) 7);
        DmaEngine.Bound bound = dma.bind(memory, 0, 4096, IoDirection.TO_DEVICE);

        start(Edu.BUFFER_ADDRESS, bound.deviceAddress(), 8, 0x2);
        clock.advance(Edu.DMA_NANOS);
        assertThat(memory.segment().get(ValueLayout.JAVA_BYTE, 0)).as("bound for reading only").isEqualTo((byte) 7);

        start(Edu.BUFFER_ADDRESS + 4090, bound.deviceAddress(), 8, 0x2);
        clock.advance(Edu.DMA_NANOS);
        bound.unbind();
        start(bound.deviceAddress(), Edu.BUFFER_ADDRESS, 8, 0x4);
        memory.release();
        clock.advance(Edu.DMA_NANOS);
        assertThat(registers.read(0x24, 4)).as("it says so when it is done with a transfer that was dropped").isEqualTo(0x100);
    }

    @Test
    void memoryThatIsReleasedWhileBoundIsNotTouched() throws Exception {
        BackendMemory memory = memory();
        DmaEngine.Bound bound = dma.bind(memory, 0, 4096, IoDirection.BOTH);
        memory.release();

        start(bound.deviceAddress(), Edu.BUFFER_ADDRESS, 8, 0x4);
        clock.advance(Edu.DMA_NANOS);

        assertThat(registers.read(0x24, 4)).isEqualTo(0x100);
    }

    @Test
    void whatDoesNotFitIsNotBoundAndRoomIsUsedAgain() throws Exception {
        SimDma small = new SimDma(21);
        BackendMemory memory = new SimProvider().allocate(MemoryRequest.of(2 << 20, "test"));
        DmaEngine.Bound first = small.bind(memory, 0, 1 << 20, IoDirection.BOTH);

        assertThatThrownBy(() -> small.bind(memory, 0, 4096, IoDirection.BOTH)).isInstanceOf(DdiException.class)
                .hasMessageContainingAll("ENOTSUP", "4096 bytes do not fit below device address 0x200000", "1 other");
        first.unbind();
        assertThat(small.bind(memory, 0, 4096, IoDirection.BOTH).deviceAddress()).isEqualTo(first.deviceAddress());
        memory.release();
    }

    @Test
    void registersBelowTheDmaEngineTakeWordsOnly() {
        assertThatThrownBy(() -> registers.read(0x00, 1)).hasMessageContaining("IDENT");
        assertThatThrownBy(() -> registers.read(0x20, 8)).hasMessageContaining("STATUS");
    }
}
