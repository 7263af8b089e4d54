package org.devmap.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.devmap.Pages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens is recorded, and a machine without a recorder does not miss it. */
@Timeout(60)
class TraceTest {

    private static final List<String> NAMES = List.of("devmap.ContextSwitch", "devmap.Fault", "devmap.Load",
            "devmap.Mmap",
            "devmap.Munmap", "devmap.Refused", "devmap.Remap", "devmap.Swap", "devmap.Unload");

    @TempDir
    private Path directory;

    @Test
    void everythingThatHappensIsRecordedWithItsPlace() throws Exception {
        Map<String, RecordedEvent> events = new TreeMap<>();
        for (RecordedEvent event : recorded()) {
            events.putIfAbsent(event.getEventType().getName(), event);
        }
        assertThat(events.keySet()).containsExactlyElementsOf(NAMES);
        assertThat(events.values()).allSatisfy(event -> assertThat(event.getString("where")).contains("dv"));
        assertThat(events.get("devmap.Fault").getLong("start")).isEqualTo(TracedStory.OFFSET);
        assertThat(events.get("devmap.Fault").getLong("length")).isEqualTo(Pages.SIZE);
        assertThat(events.get("devmap.Refused").getLong("length")).isEqualTo(Integer.BYTES);
    }

    /** A fault lasts as long as all that was done for it. */
    @Test
    void aFaultContainsItsContextSwitchAndThatContainsTheLoad() throws Exception {
        List<RecordedEvent> events = recorded();
        RecordedEvent load = first(events, "devmap.Load");
        RecordedEvent contextSwitch = first(events, "devmap.ContextSwitch");
        RecordedEvent fault = first(events, "devmap.Fault");
        assertThat(load.getStartTime()).isBetween(contextSwitch.getStartTime(), contextSwitch.getEndTime());
        assertThat(load.getEndTime()).isBeforeOrEqualTo(contextSwitch.getEndTime());
        assertThat(contextSwitch.getStartTime()).isBetween(fault.getStartTime(), fault.getEndTime());
        assertThat(contextSwitch.getEndTime()).isBeforeOrEqualTo(fault.getEndTime());
    }

    private static RecordedEvent first(List<RecordedEvent> events, String name) {
        return events.stream().filter(event -> event.getEventType().getName().equals(name))
                .min(Comparator.comparing((RecordedEvent event) -> event.getStartTime())).orElseThrow();
    }

    @Test
    void withoutAFlightRecorderEverythingElseWorks() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--limit-modules", "java.base", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TracedStory.class.getName())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).isEqualTo("refused");
        assertThat(process.exitValue()).isZero();
    }

    /** So does the class loader of a bundle: the recorder may use a package that it does not export. */
    @Test
    void whereTheInsideOfTheRecorderIsHiddenEverythingIsRecorded() throws Exception {
        assertThat(recorded(() -> tellInside(new HidingClassLoader("jdk.jfr.internal."))))
                .extracting(event -> event.getEventType().getName()).containsAll(NAMES);
    }

    @Test
    void whereTheRecorderIsHiddenNothingIsRecordedAndEverythingElseWorks() throws Exception {
        assertThat(recorded(() -> tellInside(new HidingClassLoader("jdk.jfr.")))).isEmpty();
    }

    private static void tellInside(ClassLoader container) throws Exception {
        Method story = container.loadClass(TracedStory.class.getName()).getDeclaredMethod("main", String[].class);
        story.setAccessible(true);
        story.invoke(null, (Object) new String[0]);
    }

    private interface Story {

        void tell() throws Exception;
    }

    private List<RecordedEvent> recorded() throws Exception {
        return recorded(() -> TracedStory.main(new String[0]));
    }

    private List<RecordedEvent> recorded(Story story) throws Exception {
        Path file = directory.resolve("story.jfr");
        try (Recording recording = new Recording()) {
            NAMES.forEach(name -> recording.enable(name).withThreshold(Duration.ZERO));
            recording.start();
            story.tell();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("devmap.")).toList();
    }
}
