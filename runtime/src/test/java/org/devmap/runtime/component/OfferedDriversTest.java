package org.devmap.runtime.component;

import static org.assertj.core.api.Assertions.assertThat;

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
