package org.devmap.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.Pages;
import org.devmap.Panic;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DmaBinding;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.bench.Card;
import org.devmap.runtime.bench.Scripted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory that a device reaches by itself. */
class DmaBindingTest {

    private static final long P = Pages.SIZE;

    private final DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().build());
    private final AtomicReference<DeviceInfo> device = new AtomicReference<>();
    private UmemCookie cookie;

    @BeforeEach
    void attach() throws DdiException {
        system.registerProvider(new ArenaProvider("memory"), 0);
        system.publish(Card.modelled(0));
        Scripted driver = new Scripted();
        driver.attach = device::set;
        system.registerDriver(driver, "card");
        cookie = device.get().umemAlloc(2 * P, UmemFlags.SLEEP);
    }

    @AfterEach
    void end() {
        system.close();
    }

    @Test
    void memoryThatADeviceReachesIsNotFreed() throws Exception {
        DmaBinding first = device.get().dmaBind(cookie, 0, P, IoDirection.TO_DEVICE);
        DmaBinding second = device.get().dmaBind(cookie, P, P, IoDirection.TO_DEVICE);
        first.close();
        first.close();
        assertThatThrownBy(() -> cookie.free()).isInstanceOf(Panic.class).hasMessageContainingAll("card0", "1 DMA bindings");
        cookie.memory().setByte(0, (byte) 1);
        second.close();
        cookie.free();
        assertThat(system.snapshot().cookies()).isEmpty();
    }

    @Test
    void memoryThatIsFreedIsNotBound() {
        cookie.free();
        assertThatThrownBy(() -> device.get().dmaBind(cookie, 0, P, IoDirection.TO_DEVICE))
                .isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTSUP));
    }

    @Test
    void aBindingThatTheDriverLeftIsNoLongerInTheWay() throws Exception {
        device.get().dmaBind(cookie, 0, P, IoDirection.TO_DEVICE);
        system.detach("card0");
        cookie.free();
        assertThat(system.snapshot().cookies()).isEmpty();
    }
}
