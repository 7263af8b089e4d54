package org.devmap.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.MemoryAccess;
import org.devmap.MemoryFault;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.Mapping;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.KeptData;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.bench.Card;
import org.devmap.runtime.bench.CardDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A callback answers when its driver has long been taken away, while the device and its memory are still there. */
class LateReturnTest {

    private static final long P = Pages.SIZE;
    private static final long BOUND = TimeUnit.SECONDS.toNanos(10);

    private final ManualClock clock = new ManualClock();
    private final List<String> diagnostics = new CopyOnWriteArrayList<>();
    private final DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().clock(clock)
            .diagnostics(diagnostics::add).build());
    private final SlowDriver driver = new SlowDriver();

    /** Maps the memory of a card, two pages of different sets; its access callback waits if the test wants. */
    private static final class SlowDriver extends CardDriver {

        final List<String> calls = new CopyOnWriteArrayList<>();
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        volatile boolean slow;

        SlowDriver() {
            super("0");
        }

        @Override
        public void detach(DeviceInfo device) {
            calls.add("detach");
        }

        @Override
        public void access(DevmapCookie handle, String data, long off, long len, AccessType type, AccessDirection rw)
                throws FaultException {
            if (slow) {
                staysInside();
            }
            handle.load(off, len, type, rw);
            calls.add("loaded");
        }

        private void staysInside() {
            inside.countDown();
            Background.await(go);
        }

        @Override
        public KeptData<String> unmap(DevmapCookie handle, String data, long off, long len, DevmapCookie before,
                                      DevmapCookie after) {
            calls.add("unmap");
            if (slow) {
                staysInside();
            }
            return null;
        }

        @Override
        public String dup(DevmapCookie handle, String data, DevmapCookie copy) {
            calls.add("dup");
            if (slow) {
                staysInside();
            }
            return null;
        }
    }

    @AfterEach
    void end() {
        driver.go.countDown();
        system.close();
    }

    private DevmapSystem.Registration registration;
    private AddressSpace space;
    private Mapping mapping;

    private void mapTwoPages() throws DdiException {
        system.registerNexus(new Card.Publisher("nexus", Card.real(new Card.Memory(1), 2)));
        registration = system.registerDriver(driver, "card");
        space = system.spaces().create("test");
        mapping = space.open("/devices/card0:0", OpenFlags.READ_WRITE)
                .map(0, 2 * P, Protection.READ_WRITE, MapFlags.SHARED);
    }

    /** The driver leaves although somebody is inside. */
    private void driverLeaves() throws Exception {
        List<String> before = List.copyOf(driver.calls);
        Background<Void> leaving = Background.run(registration::close);
        Background.until("somebody is waited for", () -> clock.pending() == 1);
        assertThat(driver.calls).isEqualTo(before);
        clock.advance(BOUND);
        leaving.join();
        assertThat(diagnostics).anySatisfy(line -> assertThat(line).contains("still inside the driver of card0",
                "leaves all the same"));
    }

    @Test
    void whatItLoadsReachesNobodyAndItHearsNothingMore() throws Exception {
        mapTwoPages();
        MemoryAccess loadedBefore = mapping.view(0, P);
        MemoryAccess loadedLate = mapping.view(P, P);
        assertThat(loadedBefore.getByte(0)).isEqualTo((byte) 1);
        driver.calls.clear();
        driver.slow = true;
        Background<Byte> touch = Background.call(() -> loadedLate.getByte(0));
        driver.inside.await();
        driverLeaves();
        assertThat(driver.calls).containsExactly("detach");
        assertThatThrownBy(() -> loadedBefore.getByte(0)).isInstanceOf(MemoryFault.class);
        assertThat(touch.isDone()).isFalse();
        driver.go.countDown();
        assertThat(touch.failure()).isInstanceOf(MemoryFault.class);
        assertThatThrownBy(() -> loadedLate.getByte(0)).isInstanceOf(MemoryFault.class);
        mapping.close();
        assertThat(driver.calls).doesNotContain("unmap");
    }

    @Test
    void whatItKeepsOfAMappingOfWhichItHearsThatAPartGoesDiesWithTheRest() throws Exception {
        mapTwoPages();
        assertThat(mapping.getByte(P)).isEqualTo((byte) 2);
        driver.calls.clear();
        driver.slow = true;
        Background<Void> munmap = Background.run(() -> mapping.unmap(0, P));
        driver.inside.await();
        driverLeaves();
        assertThat(driver.calls).containsExactly("unmap", "detach");
        Background<Byte> touch = Background.call(() -> mapping.getByte(P)).untilParked();
        driver.go.countDown();
        munmap.join();
        assertThat(touch.failure()).isInstanceOf(MemoryFault.class);
        mapping.close();
        assertThat(driver.calls).containsExactly("unmap", "detach");
    }

    @Test
    void whatItCopiesForAChildIsDeadWhenItComesBack() throws Exception {
        mapTwoPages();
        driver.calls.clear();
        driver.slow = true;
        Background<AddressSpace> fork = Background.call(space::fork);
        driver.inside.await();
        Background<Void> leaving = Background.run(registration::close);
        for (String waitsFor : List.of("the parent", "the child")) {
            Background.until(waitsFor, () -> clock.pending() == 1);
            clock.advance(BOUND);
        }
        leaving.join();
        driver.go.countDown();
        AddressSpace child = fork.join();
        child.close();
        assertThat(driver.calls).containsExactly("dup", "detach");
    }
}
