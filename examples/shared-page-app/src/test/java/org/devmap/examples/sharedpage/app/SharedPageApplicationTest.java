package org.devmap.examples.sharedpage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.examples.demo.DemoOptions;
import org.devmap.examples.demo.Narrator;
import org.devmap.examples.sharedpage.SharedPageDriver;
import org.junit.jupiter.api.Test;

class SharedPageApplicationTest {

    private static final DemoOptions NO_PICTURE = new DemoOptions(Optional.empty(), Path.of("unused.png"));

    @Test
    void seesWhatItMustAndAsOftenAsItIsPlayed() throws Exception {
        try (DevmapSystem system = DevmapSystem.create(
                SystemConfiguration.builder().clock(new ManualClock()).discoverBackends().build())) {
            system.registerDriver(new SharedPageDriver(), "shared-page");
            SharedPageApplication application =
                    new SharedPageApplication(system.spaces().create("application"), system.spaces(), system);
            ByteArrayOutputStream told = new ByteArrayOutputStream();
            Narrator narrator = new Narrator(new PrintStream(told, true));
            application.play(NO_PICTURE, narrator);
            assertThat(told.toString().lines().findFirst()).hasValueSatisfying(line -> assertThat(line).contains(" 0 bytes "));
            int checks = narrator.checks();
            application.play(NO_PICTURE, narrator);
            assertThat(checks).isEqualTo(8);
            assertThat(narrator.checks()).isEqualTo(2 * checks);
        }
    }
}
