package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Commands of all our bundles as Gogo finds and calls them. */
class ShellSessionTest {

    private static final String PROMPT = "devmap> ";
    private static final String[] COMMANDS = {"simulate", "fault", "record", "registers", "watch"};

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    CommandProcessor processor;

    @TempDir
    Path folder;

    private GogoShell shell;

    @BeforeEach
    void open() throws IOException {
        shell = new GogoShell(processor, context, COMMANDS);
        Files.writeString(folder.resolve("timer.device"), resource("session/timer.device"));
    }

    @AfterEach
    void close() {
        shell.run("unsimulate timer0");
        shell.close();
    }

    private String resource(String name) throws IOException {
        try (InputStream in = context.getBundle().getEntry(name).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Files lie elsewhere here than where the reader has them. */
    private String run(String line) {
        return shell.run(line.replaceAll("timer\\.(device|recording)", folder + "/timer.$1")).replace(folder + "/", "");
    }

    @Test
    void theSessionWithASimulatedPeripheralGoesAsTheReadmeShowsIt() throws Exception {
        Bundle sim = DevmapBundles.named(context, "org.devmap.backend.sim");
        // Faults are numbered since its start.
        sim.stop();
        sim.start();
        shell = new GogoShell(processor, context, COMMANDS);
        String readme = resource("session/README.md");
        String rest = readme.substring(readme.indexOf("## A session with a simulated peripheral"));
        String from = rest.substring(rest.indexOf("```text\n") + "```text\n".length());
        String session = from.substring(0, from.indexOf("```")).stripTrailing();
        List<String> played = new ArrayList<>();
        for (String line : session.lines().filter(line -> line.startsWith(PROMPT)).toList()) {
            played.add(line);
            played.add(run(line.substring(PROMPT.length())));
        }
        assertThat(String.join("\n", played)).isEqualTo(session);
        assertThat(played).hasSizeGreaterThan(20);
    }

    @Test
    void watchPrintsWhileItRuns() {
        run("simulate timer.device TIMER");
        assertThat(run("watch --interval 1 --changes 2 timer0 COUNT CONTROL.MODE").lines())
                .satisfies(lines -> assertThat(lines.getFirst()).startsWith("  SECONDS  REGISTER "))
                .satisfies(lines -> assertThat(lines.getLast()).isEqualTo("2 changes of timer0"))
                .hasSize(6);
    }

    @Test
    void aReplayOfATamperedRecordingFailsWithTheFirstDifference() throws IOException {
        run("simulate timer.device TIMER");
        run("record start timer0 timer.recording");
        run("write timer0 COMPARE[1] 77");
        run("read timer0 COUNT");
        run("read timer0 COMPARE[1]");
        assertThat(run("record stop")).isEqualTo("timer0: 3 accesses in timer.recording");
        assertThat(run("replay timer.recording")).isEqualTo("replayed 3 accesses against timer0, no difference");
        Path recording = folder.resolve("timer.recording");
        Files.writeString(recording, Files.readString(recording).replace("read TIMER 0x28 4 0x4d", "read TIMER 0x28 4 0x4c"));
        assertThat(run("replay timer.recording")).startsWith("line 4 of timer.recording ends differently against timer0\n")
                .containsPattern("\nrecorded .* read .* TIMER:COMPARE\\[1\\] .* 0x0000004c\nreplayed .* 0x0000004d$");
    }

    @Test
    void helpKnowsTheCommandsOfTheSimulation() {
        assertThat(run("help devmap:fault")).contains("lets a simulated device fail", "fault context0 stuck STATUS.READY 0");
    }
}
