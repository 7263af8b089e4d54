package org.devmap.examples.edu.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.SimProvider;
import org.devmap.backend.sim.fault.Fault;
import org.devmap.backend.sim.fault.When;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.devmap.examples.demo.DemoOptions;
import org.devmap.examples.demo.Narrator;
import org.devmap.examples.demo.Unexpected;
import org.devmap.examples.edu.EduDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EduApplicationTest {

    private static final DemoOptions NO_PICTURE = new DemoOptions(Optional.empty(), Path.of("unused.png"));

    @Test
    void seesWhatItMustAsOftenAsItIsPlayedAndSaysWhatItMustNotSee() throws Exception {
        SimNexus nexus = new SimNexus("edu0");
        try (DevmapSystem system = DevmapSystem.create(
                SystemConfiguration.builder().clock(new PatientClock()).build())) {
            system.registerProvider(new SimProvider(), 0);
            system.registerNexus(nexus);
            system.registerDriver(new EduDriver(), "edu");
            EduApplication application = new EduApplication(system.spaces().create("application"));
            ByteArrayOutputStream told = new ByteArrayOutputStream();
            Narrator narrator = new Narrator(new PrintStream(told, true));
            application.play(NO_PICTURE, narrator);
            application.play(NO_PICTURE, narrator);
            assertThat(narrator.checks()).isEqualTo(20);
            assertThat(told.toString()).contains("0x010000ed", "479001600", "0 differ");
            Fault.Where factorial = new Fault.Where("registers", 0x08, 4);
            nexus.faults().inject("edu0", new Fault.StuckBits(factorial, 0x1, 0), When.ALWAYS);
            assertThatThrownBy(() -> application.play(NO_PICTURE, narrator)).isInstanceOf(Unexpected.class)
                    .hasMessageContaining("5!: expected 120, came 121");
        }
    }
}
