package org.devmap.examples.context.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.examples.context.ContextDriver;
import org.devmap.examples.demo.DemoOptions;
import org.devmap.examples.demo.Narrator;
import org.junit.jupiter.api.Test;

class ContextApplicationTest {

    private static final DemoOptions NO_PICTURE = new DemoOptions(Optional.empty(), Path.of("unused.png"));

    @Test
    void seesWhatItMustAndAsOftenAsItIsPlayed() throws Exception {
        try (DevmapSystem system = DevmapSystem.create(
                SystemConfiguration.builder().clock(new ManualClock()).discoverBackends().build())) {
            system.registerDriver(new ContextDriver(), "context");
            ContextApplication application = new ContextApplication(system.spaces().create("application"), system.spaces());
            ByteArrayOutputStream told = new ByteArrayOutputStream();
            Narrator narrator = new Narrator(new PrintStream(told, true));
            application.play(NO_PICTURE, narrator);
            assertThat(told.toString()).contains("128 switches", "0 foreign", "1 switch ");
            application.play(NO_PICTURE, narrator);
            assertThat(narrator.checks()).isEqualTo(10);
        }
    }
}
