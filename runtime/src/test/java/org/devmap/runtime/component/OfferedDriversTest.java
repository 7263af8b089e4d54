package org.devmap.runtime.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.dto.DriverSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.Scripted;
import org.devmap.runtime.system.Devmap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Driver services that come and go while others serve their names. */
class OfferedDriversTest {

    private final DevmapSystem system = new Devmap(SystemConfiguration.builder().build());
    private final OfferedDrivers drivers = new OfferedDrivers(system);

    @AfterEach
    void end() {
        system.close();
    }

    private String served() {
        return system.snapshot().drivers().stream().map(DriverSnapshot::compatible).toList().toString();
    }

    @Test
    void aDriverWhoseNameIsTakenHasItsTurnWhenTheOtherLeaves() {
        Scripted first = new Scripted();
        Scripted second = new Scripted();
        drivers.add(first, "a");
        drivers.add(second, "a", "b");
        assertThat(served()).isEqualTo("[[a]]");
        drivers.remove(first);
        assertThat(served()).isEqualTo("[[a, b]]");
        drivers.remove(second);
        assertThat(served()).isEqualTo("[]");
    }

    /** A driver whose class is not whole. */
    private static final class Broken implements DeviceDriver {

        @Override
        public CbOps entryPoints() {
            throw new NoClassDefFoundError("a class of the driver");
        }

        @Override
        public void attach(DeviceInfo device) {
        }

        @Override
        public void detach(DeviceInfo device) {
        }
    }

    @Test
    void aDriverThatCannotBeRegisteredIsInNobodysWay() {
        Scripted first = new Scripted();
        Scripted second = new Scripted();
        drivers.add(first, "a");
        for (int i = 0; i < 8; i++) {
            drivers.add(new Broken(), "c" + i);
        }
        drivers.add(second, "a");
        drivers.remove(first);
        assertThat(served()).isEqualTo("[[a]]");
    }

    @Test
    void aDriverThatLeftWhileItWasRefusedIsNotAskedAgain() {
        Scripted first = new Scripted();
        Scripted second = new Scripted();
        drivers.add(first, "a");
        drivers.add(second, "a");
        drivers.remove(second);
        drivers.remove(first);
        assertThat(served()).isEqualTo("[]");
    }
}
