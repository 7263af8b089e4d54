package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.felix.service.command.CommandProcessor;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Simulated devices and faults come and go with their configurations. */
class ConfiguredSimulationTest {

    private static final String DEVICE = "org.devmap.backend.sim.device";
    private static final String FAULT = "org.devmap.backend.sim.fault";

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    ConfigurationAdmin configurations;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    DevmapAdmin admin;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    CommandProcessor processor;

    @InjectBundleContext
    BundleContext context;

    @TempDir
    Path folder;

    private final List<Configuration> made = new CopyOnWriteArrayList<>();

    @AfterEach
    void forget() throws IOException {
        for (Configuration configuration : made) {
            configuration.delete();
        }
        DevmapBundles.await("the configured devices are gone", () -> nodes().stream().noneMatch(name -> name.startsWith("configured")));
    }

    private Configuration configure(String factory, Map<String, Object> properties) throws IOException {
        Configuration configuration = configurations.createFactoryConfiguration(factory, "?");
        made.add(configuration);
        configuration.update(dictionary(properties));
        return configuration;
    }

    private static Dictionary<String, Object> dictionary(Map<String, Object> properties) {
        return new Hashtable<>(properties);
    }

    private List<String> nodes() {
        return admin.snapshot().nodes().stream().map(NodeSnapshot::name).toList();
    }

    private List<String> sets(String node) {
        return admin.snapshot().node(node).map(found -> found.registerSets().stream().map(NodeSnapshot.Registers::name).toList())
                .orElse(List.of());
    }

    private Path twoPeripherals() throws IOException {
        return Files.writeString(folder.resolve("two.device"), """
                device TWO
                peripheral LEFT at 0 size 0x10
                  register A at 0
                peripheral RIGHT at 0x10 size 0x10
                  register B at 0 reset 7
                """);
    }

    @Test
    void aDeviceAppearsChangesAndDisappearsWithItsConfiguration() throws IOException {
        String file = twoPeripherals().toString();
        Configuration configuration = configure(DEVICE,
                Map.of("kind", "described", "name", "configured0", "description", file));
        DevmapBundles.await("configured0 has both peripherals", () -> sets("configured0").equals(List.of("LEFT", "RIGHT")));

        configuration.update(dictionary(Map.of("kind", "described", "name", "configured0", "description", file,
                "peripherals", new String[] {"RIGHT"})));
        DevmapBundles.await("configured0 has one peripheral", () -> sets("configured0").equals(List.of("RIGHT")));

        configuration.update(dictionary(Map.of("kind", "edu", "name", "configured1")));
        DevmapBundles.await("configured1 is there instead", () -> nodes().contains("configured1") && !nodes().contains("configured0"));

        made.remove(configuration);
        configuration.delete();
        DevmapBundles.await("configured1 is gone", () -> !nodes().contains("configured1"));
    }

    @Test
    void aFaultIsInEffectAsLongAsItsConfigurationAndWaitsForItsDevice() throws IOException {
        try (GogoShell shell = new GogoShell(processor, context, "faults", "read")) {
            Configuration fault = configure(FAULT, Map.of("device", "configured0", "fault", "stuck B 5"));
            configure(DEVICE, Map.of("kind", "described", "name", "configured0", "description", twoPeripherals().toString()));
            DevmapBundles.await("configured0 is there", () -> nodes().contains("configured0"));
            DevmapBundles.await("its fault is in effect", () -> shell.run("read configured0 B").contains("= 0x00000005"));
            assertThat(shell.run("faults")).contains("configured0  stuck B 0x5  always");

            made.remove(fault);
            fault.delete();
            DevmapBundles.await("its fault has ended", () -> shell.run("read configured0 B").contains("= 0x00000007"));
        }
    }

    @Test
    void aMalformedDescriptionIsReportedAtOnceWithAllItsProblemsAndTheRestRunsOn() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.device"), """
                device BAD
                peripheral P at 0 size 0x10
                  register A at 1
                  register B at zero
                """);
        List<String> before = nodes();
        try (Reports reports = new Reports()) {
            configure(DEVICE, Map.of("kind", "described", "name", "configured9", "description", bad.toString()));
            DevmapBundles.await("it is reported", () -> !reports.about("configured9").isEmpty());

            assertThat(reports.about("configured9")).singleElement().asString()
                    .contains(bad + ":3: error: ").contains(bad + ":4: error: ");
            assertThat(nodes()).containsExactlyInAnyOrderElementsOf(before);
        }
        configure(DEVICE, Map.of("kind", "described", "name", "configured8", "description", twoPeripherals().toString()));
        DevmapBundles.await("another device is made", () -> nodes().contains("configured8"));
    }

    /** What the simulation logs meanwhile. */
    private static final class Reports extends Handler implements AutoCloseable {

        /** Held, because a logger without a strong reference is forgotten with its handlers. */
        private final Logger logger = Logger.getLogger("org.devmap.backend.sim");
        private final List<String> records = new CopyOnWriteArrayList<>();

        private Reports() {
            logger.addHandler(this);
        }

        List<String> about(String device) {
            return records.stream().filter(record -> record.contains(device)).toList();
        }

        @Override
        public void publish(LogRecord record) {
            records.add(record.getMessage());
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
