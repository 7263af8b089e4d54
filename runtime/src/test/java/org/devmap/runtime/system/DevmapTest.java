package org.devmap.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.Described;
import org.devmap.runtime.bench.Scripted;
import org.junit.jupiter.api.Test;

/** The end of a system and of its nexuses. */
class DevmapTest {

    /** A nexus that publishes one node and fails to stop. */
    private static final class Stubborn implements Nexus {

        private final List<NexusHost> hosts = new ArrayList<>();

        @Override
        public String name() {
            return "stubborn";
        }

        @Override
        public void start(NexusHost host) throws DdiException {
            hosts.add(host);
            host.publish(Described.of("first"));
        }

        @Override
        public void stop() {
            throw new IllegalStateException("will not stop");
        }
    }

    private final List<String> diagnostics = new CopyOnWriteArrayList<>();
    private final Devmap system = new Devmap(SystemConfiguration.builder().diagnostics(diagnostics::add).build());

    @Test
    void whatFailsToEndIsReportedAndKeepsNothingElseFromEnding() throws Exception {
        Scripted driver = new Scripted();
        system.registerDriver(driver, "test");
        Stubborn nexus = new Stubborn();
        system.registerNexus(nexus);
        system.close();
        assertThat(driver.calls).containsExactly("attach first", "detach first");
        assertThat(diagnostics).singleElement().satisfies(line -> assertThat(line).contains("will not stop"));
        assertThat(system.snapshot().drivers()).as("came before the nexus, ends after it").isEmpty();
        assertThat(system.snapshot().nodes()).isEmpty();
    }

    @Test
    void aNexusThatHasEndedPublishesNothing() throws Exception {
        Stubborn nexus = new Stubborn();
        var registration = system.registerNexus(nexus);
        assertThatThrownBy(registration::close).hasMessage("will not stop");
        assertThatThrownBy(() -> nexus.hosts.getFirst().publish(Described.of("late"))).isInstanceOfSatisfying(DdiException.class,
                e -> assertThat(e.errno()).isEqualTo(Errno.ENXIO)).hasMessageContaining("late");
        assertThat(system.snapshot().nodes()).isEmpty();
        system.close();
    }

    @Test
    void aNodeThatIsBeingPublishedWhenItsNexusEndsIsWithdrawn() throws Exception {
        Stubborn nexus = new Stubborn();
        Scripted driver = new Scripted();
        var registration = system.registerNexus(nexus);
        driver.attach = device -> {
            if (device.name().equals("late")) {
                assertThatThrownBy(registration::close).hasMessage("will not stop");
            }
        };
        system.registerDriver(driver, "test");
        assertThatThrownBy(() -> nexus.hosts.getFirst().publish(Described.of("late"))).isInstanceOf(DdiException.class);
        assertThat(driver.calls).containsExactly("attach first", "attach late", "detach first", "detach late");
        assertThat(system.snapshot().nodes()).isEmpty();
        system.close();
    }
}
