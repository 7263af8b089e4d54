package org.devmap.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.devmap.MapFlags;
import org.devmap.MemoryFault;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.KeptData;
import org.devmap.dto.SpaceSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.bench.Card;
import org.devmap.runtime.bench.CardDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A register takes its time to answer. Whoever takes its page away waits for that, but a zombie keeps nobody waiting. */
@Timeout(60)
class BusyRegistersTest {

    private static final long P = Pages.SIZE;
    private static final Duration EXIT = Duration.ofSeconds(3);

    private final ManualClock clock = new ManualClock();
    private final DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().clock(clock)
            .exitDeadline(EXIT).diagnostics(_ -> { }).build());
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final CountDownLatch unmapping = new CountDownLatch(1);
    private final CountDownLatch unmapped = new CountDownLatch(1);

    private final class Busy implements RegisterModel {

        @Override
        public long size() {
            return P;
        }

        @Override
        public long read(long offset, int width) {
            reading.countDown();
            Background.await(answer);
            return 0;
        }

        @Override
        public void write(long offset, int width, long value) {
            // Nothing happens.
        }
    }

    /** Takes its time to hear of the end of a mapping. */
    private final class Driver extends CardDriver {

        Driver() {
            super("0");
        }

        @Override
        public Set<Entry> entries() {
            return Set.of(Entry.UNMAP);
        }

        @Override
        public KeptData<String> unmap(DevmapCookie handle, String data, long off, long len, DevmapCookie before,
                DevmapCookie after) {
            unmapping.countDown();
            Background.await(unmapped);
            return null;
        }
    }

    @AfterEach
    void end() {
        answer.countDown();
        unmapped.countDown();
        system.close();
    }

    /** Nothing that is mapped above the registers is reached any more because of a wait for them. */
    @Test
    void aZombieWaitsForRegistersNeitherWithItsExitNorWithAnythingElse() throws Exception {
        RegisterSet registers = new RegisterSet.Modelled("control", RegisterSet.Space.MEMORY, new Busy());
        RegisterSet memory = new RegisterSet.Fixed("memory", RegisterSet.Space.MEMORY, new Card.Memory(2), false,
                List.of());
        system.registerNexus(new Card.Publisher("nexus", new Card(registers, new Card.Line(), memory)));
        system.registerDriver(new Driver(), "card");
        AddressSpace space = system.spaces().create("test");
        DeviceFile file = space.open("/devices/card0:0", OpenFlags.READ_WRITE);
        Mapping above = file.map(P, P, Protection.READ_WRITE, MapFlags.SHARED);
        Mapping control = file.map(0, P, Protection.READ_WRITE, MapFlags.SHARED);
        Mapping other = file.map(P, P, Protection.READ_WRITE, MapFlags.SHARED);
        assertThat(above.getByte(0)).as("memory, while nobody exits").isEqualTo((byte) 2);
        Background<Byte> read = Background.call(() -> control.getByte(0));
        reading.await();
        Background<Void> munmap = Background.run(other::close);
        unmapping.await();
        Background<Void> exit = Background.run(space::close).untilParked();
        Background.until("the deadline", () -> clock.pending() == 1);
        clock.advance(EXIT.toNanos());
        exit.join();
        assertThat(system.snapshot().spaces()).singleElement().matches(SpaceSnapshot::zombie);
        assertThat(read.isDone()).as("the register has answered before the exit was over").isFalse();
        assertThatThrownBy(() -> control.getByte(0)).as("registers").isInstanceOf(MemoryFault.class);
        assertThatThrownBy(() -> above.getByte(0)).as("memory").isInstanceOf(MemoryFault.class);
        unmapped.countDown();
        munmap.join();
        assertThat(read.isDone()).as("the register has answered before the other mapping was gone").isFalse();
        answer.countDown();
        assertThat(read.join()).isZero();
        // Nobody waits for the rest of a zombie's exit: it is done on a thread of its own.
        Background.until("the end of the zombie", () -> system.snapshot().spaces().isEmpty());
    }
}
