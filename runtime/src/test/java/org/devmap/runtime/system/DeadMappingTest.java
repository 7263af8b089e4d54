package org.devmap.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.devmap.BusError;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.driver.CbOps;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.RemovalPolicy;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.Card;
import org.devmap.runtime.bench.CardDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A mapping has died, but its device stays open, because somebody waits for it to come back. */
@Timeout(60)
class DeadMappingTest {

    private static final long P = Pages.SIZE;

    private final DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().clock(new ManualClock())
            .removalPolicy("card0", "control", RemovalPolicy.ERROR)
            .removalPolicy("card0", "log", RemovalPolicy.WAIT).build());
    private final Driver driver = new Driver();
    private AddressSpace space;
    private DeviceFile control;
    private DeviceFile log;
    private Mapping dead;

    /** Writes down what is closed. */
    private static final class Driver extends CardDriver {

        final List<Integer> closed = new CopyOnWriteArrayList<>();

        Driver() {
            super("control", "log");
        }

        @Override
        protected CbOps.Builder more(CbOps.Builder builder) {
            return builder.close((dev, _) -> closed.add(dev.minor()));
        }
    }

    @BeforeEach
    void mapThreePagesThatDie() throws DdiException {
        DevmapSystem.Registration nexus = system.registerNexus(new Card.Publisher("first", Card.modelled(1)));
        system.registerDriver(driver, "card");
        space = system.spaces().create("test");
        control = space.open("/devices/card0:control", OpenFlags.READ_WRITE);
        log = space.open("/devices/card0:log", OpenFlags.READ_WRITE);
        dead = control.map(0, 3 * P, Protection.READ_WRITE, MapFlags.SHARED);
        assertThat(dead.getByte(0)).isEqualTo((byte) 1);
        nexus.close();
        assertThatThrownBy(() -> dead.getByte(0)).isInstanceOf(BusError.class);
    }

    @AfterEach
    void end() {
        system.close();
    }

    private void letGoOfEverything() throws DdiException {
        system.registerNexus(new Card.Publisher("first", Card.modelled(2)));
        dead.close();
        log.close();
        assertThat(driver.closed).isEmpty();
        control.close();
    }

    @Test
    void itDoesNotKeepItsDeviceOpen() throws DdiException {
        letGoOfEverything();
        assertThat(driver.closed).containsExactly(CardDriver.NUMBER);
    }

    @Test
    void noneOfItsPartsDoes() throws DdiException {
        dead.unmap(P, P);
        letGoOfEverything();
        assertThat(driver.closed).containsExactly(CardDriver.NUMBER);
    }

    @Test
    void norDoesACopyThatAChildHasOfIt() throws DdiException {
        AddressSpace child = space.fork();
        Mapping copy = child.mappingAt(dead.address()).orElseThrow();
        assertThatThrownBy(() -> copy.getByte(0)).isInstanceOf(BusError.class);
        child.close();
        letGoOfEverything();
        assertThat(driver.closed).containsExactly(CardDriver.NUMBER);
    }
}
