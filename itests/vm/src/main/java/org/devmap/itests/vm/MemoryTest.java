package org.devmap.itests.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.devmap.DdiException;
import org.devmap.MemoryAccess;
import org.devmap.MemoryFault;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.driver.RegisterHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an application stores through a mapping is in the memory of the device, byte by byte, as the host sees it. */
class MemoryTest {

    private static final int LENGTH = Math.toIntExact(16 * Pages.SIZE);
    private static final long WIDTHS = 0x20000;
    private static final long FROM_OUTSIDE = 0x30000;
    private static final int MAP0 = 1;

    private final Guest guest = new Guest();

    @AfterEach
    void end() {
        guest.close();
    }

    @Test
    void theHostSeesEveryByteThatIsStored() throws DdiException, IOException {
        long seed = new SplittableRandom().nextLong();
        System.out.println("vm: bytes from seed " + seed);
        byte[] bytes = new byte[LENGTH];
        new SplittableRandom(seed).nextBytes(bytes);
        Mapping mapping = guest.map(Device.MEMORY, Device.SIZE);
        mapping.copyFrom(MemorySegment.ofArray(bytes), 0, 0, LENGTH);
        assertThat(Device.MEMORY.file().bytes(0, LENGTH)).isEqualTo(bytes);
        byte[] back = new byte[LENGTH];
        mapping.copyTo(0, MemorySegment.ofArray(back), 0, LENGTH);
        assertThat(back).isEqualTo(bytes);
        Claims.leave(Device.MEMORY, 0, bytes, "random bytes from seed " + seed);
    }

    @Test
    void everyWidthAndEveryAtomicReachesTheMemory() throws DdiException, IOException {
        Mapping mapping = guest.map(Device.MEMORY, Device.SIZE);
        byte[] bytes = storeAndCheck(mapping, Device.MEMORY, WIDTHS);
        Claims.leave(Device.MEMORY, WIDTHS, bytes, "every width, as memory");
    }

    @Test
    void theSameHoldsForASetThatIsRegisters() throws DdiException, IOException {
        Mapping mapping = guest.map(Device.SCREEN, Device.SIZE);
        storeAndCheck(mapping, Device.SCREEN, Device.BEHIND_THE_PICTURE);
    }

    private static byte[] storeAndCheck(MemoryAccess memory, Device device, long place) throws IOException {
        memory.fill(place, 64, (byte) 0x11);
        memory.setByte(place + 1, (byte) 0x22);
        memory.setShort(place + 2, (short) 0x3333);
        memory.setInt(place + 4, 0x44444444);
        memory.setLong(place + 8, 0x5555555555555555L);
        memory.setIntVolatile(place + 16, 6);
        assertThat(memory.getAndAddInt(place + 16, 60)).isEqualTo(6);
        memory.setLongVolatile(place + 24, 7);
        assertThat(memory.compareAndExchangeLong(place + 24, 7, 77)).isEqualTo(7);
        assertThat(memory.compareAndExchangeLong(place + 24, 7, 777)).isEqualTo(77);
        memory.view(ByteOrder.BIG_ENDIAN).setInt(place + 32, 0x08090a0b);
        byte[] seen = device.file().bytes(place, 64);
        ByteBuffer host = ByteBuffer.wrap(seen).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(host.get(0)).isEqualTo((byte) 0x11);
        assertThat(host.get(1)).isEqualTo((byte) 0x22);
        assertThat(host.getShort(2)).isEqualTo((short) 0x3333);
        assertThat(host.getInt(4)).isEqualTo(0x44444444);
        assertThat(host.getLong(8)).isEqualTo(0x5555555555555555L);
        assertThat(host.getInt(16)).isEqualTo(66);
        assertThat(host.getLong(24)).isEqualTo(77);
        assertThat(host.order(ByteOrder.BIG_ENDIAN).getInt(32)).isEqualTo(0x08090a0b);
        return seen;
    }

    @Test
    void whatTheOtherSideStoresIsSeenThroughTheMapping() throws DdiException, IOException {
        Mapping mapping = guest.map(Device.MEMORY, Device.SIZE);
        mapping.setLong(FROM_OUTSIDE, 1);
        Device.MEMORY.file().put(FROM_OUTSIDE, 0x123456789abcdef0L);
        assertThat(mapping.getLongVolatile(FROM_OUTSIDE)).isEqualTo(0x123456789abcdef0L);
    }

    /** 256 bytes fill no page: the kernel maps them nowhere, and the set says so instead of reading something else. */
    @Test
    void aRegionThatCannotBeMappedSaysWhy() throws DdiException {
        try (RegisterHandle registers = guest.system().registers(Guest.node(Device.MEMORY), MAP0)) {
            assertThat(registers.length()).isEqualTo(256);
            assertThatThrownBy(() -> registers.raw().getInt(0)).isInstanceOf(MemoryFault.class)
                    .rootCause().hasMessageContaining("map0").hasMessageContaining("cannot be mapped");
        }
    }
}
