package org.devmap.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.devmap.dist.testbundle.Activator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

    private static final String ANSWER = "org.devmap.dist.test.answer";
    private static final String STOPPED = "org.devmap.dist.test.stopped";

    @TempDir
    private Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private BundleDirectory bundles;

    @BeforeEach
    void packTheTestBundle() throws IOException {
        bundles = new BundleDirectory(home);
        bundles.add("org.devmap.testbundle", Map.of(
                "Bundle-Activator", Activator.class.getName(), "Import-Package", "org.osgi.framework"), Activator.class);
    }

    @AfterEach
    void forgetTheAnswers() {
        System.clearProperty(ANSWER);
        System.clearProperty(STOPPED);
    }

    @Test
    void theStatusOfTheCommandIsTheStatusOfTheProcess() {
        assertThat(run("count", "a", "b", "c")).isEqualTo(3);
        assertThat(errors()).isEmpty();
    }

    @Test
    void theBackendIsAFrameworkPropertyAndStaysAnArgument() {
        assertThat(run("property", ANSWER, "devmap.backend", "--backend", "ffm")).isZero();
        assertThat(System.getProperty(ANSWER)).isEqualTo("ffm");
        assertThat(run("--backend", "ffm", "count")).isEqualTo(2);
    }

    @Test
    void bundlesAreStoppedInOrderAndTheCacheIsRemoved() {
        assertThat(run("property", ANSWER, "org.osgi.framework.storage")).isZero();
        assertThat(System.getProperty(STOPPED)).isEqualTo("in order");
        assertThat(Path.of(System.getProperty(ANSWER))).doesNotExist();
    }

    @Test
    void anUnknownCommandIsAnsweredWithTheKnownOnes() {
        assertThat(run("cuont")).isEqualTo(2);
        assertThat(errors()).containsExactly("devmap: unknown command cuont; there are: help, broken, count, prepare, property, silent");
    }

    @Test
    void helpListsTheCommandsInAlignedColumnsAndTheirExamples() {
        assertThat(run("help")).isZero();
        assertThat(output()).contains("  count     Does count", "  property  Does property", "  devmap count thing");
    }

    @Test
    void helpOnACommandPrintsItsUsage() {
        assertThat(run("help", "count")).isZero();
        assertThat(output()).containsExactly("usage: devmap count THING", "", "Does count", "", "Examples:",
                "  devmap count thing");
    }

    @Test
    void helpOnAnUnknownCommandIsWrongUsage() {
        assertThat(run("help", "cuont")).isEqualTo(2);
    }

    @Test
    void aCommandThatThrowsFailsWithItsReasons() {
        assertThat(run("broken")).isEqualTo(1);
        assertThat(errors()).containsExactly(
                "devmap: broken: java.lang.IllegalStateException: no picture",
                "devmap: broken: because of java.lang.IllegalArgumentException: width 0");
    }

    @Test
    void aCommandWithoutAStatusFails() {
        assertThat(run("silent")).isEqualTo(1);
        assertThat(errors()).singleElement().asString().contains("silent", "answered no exit status");
    }

    @Test
    void eachMissingRequirementIsOneLineWithTheBundleThatNeedsIt() throws IOException {
        bundles.add("org.example.needy", Map.of("Import-Package", "org.example.missing;version=\"[1.0,2)\", org.example.lost"));
        bundles.add("org.example.victim", Map.of("Require-Bundle", "org.example.needy"));
        assertThat(run("count")).isEqualTo(1);
        assertThat(errors()).hasSize(2).allMatch(line -> line.startsWith("devmap: org.example.needy needs osgi.wiring.package: "))
                .anyMatch(line -> line.contains("org.example.missing")).anyMatch(line -> line.contains("org.example.lost"));
    }

    @Test
    void aFileThatIsNoBundleIsNamed() throws IOException {
        bundles.addBroken("broken.jar");
        assertThat(run("count")).isEqualTo(1);
        assertThat(errors()).singleElement().asString().contains("broken.jar");
    }

    @Test
    void aBundleWhoseActivatorIsMissingIsNamed() throws IOException {
        bundles.add("org.example.hollow", Map.of("Bundle-Activator", "org.example.hollow.Activator"));
        assertThat(run("count")).isEqualTo(1);
        assertThat(errors()).singleElement().asString().contains("org.example.hollow did not start", "ClassNotFoundException");
    }

    @Test
    void withoutBundlesDirectoryTheDirectoryIsNamed() {
        home = home.resolve("elsewhere");
        assertThat(run("count")).isEqualTo(1);
        assertThat(errors()).singleElement().asString().contains(home.resolve("bundles").toString());
    }

    @Test
    void wrongUsageDoesNotStartAFramework() {
        assertThat(run("--frobnicate")).isEqualTo(2);
        assertThat(errors()).singleElement().asString().contains("--frobnicate");
        assertThat(System.getProperty(STOPPED)).isNull();
    }

    @Test
    void linesWithoutATerminalRunAsGogoCommandsUpToTheirEnd() throws IOException {
        addGogo();
        assertThat(runScript("# a comment", "", "test:twice ab", "test:twice cd | test:twice ef")).isZero();
        assertThat(output()).containsExactly("abab", "efef");
        assertThat(errors()).isEmpty();
    }

    @Test
    void aCommandCanGoOnInTheShell() throws IOException {
        addGogo();
        assertThat(launcher("test:twice ab").run(List.of("prepare"))).isZero();
        assertThat(output()).containsExactly("abab");
        assertThat(launcher("test:refuse").run(List.of("prepare"))).isEqualTo(1);
    }

    @Test
    void aLineThatFailsIsReportedWithItsNumberAndTheNextStillRuns() throws IOException {
        addGogo();
        assertThat(runScript("test:refuse", "test:twice ab", "test:nothing")).isEqualTo(1);
        assertThat(output()).containsExactly("abab");
        assertThat(errors()).containsExactly(
                "devmap: line 1: test:refuse: not today",
                "devmap: line 3: test:nothing: Command not found: test:nothing; 'help' lists those there are");
    }

    @Test
    void exitEndsAScript() throws IOException {
        addGogo();
        assertThat(runScript("exit", "test:refuse")).isZero();
    }

    @Test
    void withoutGogoThereIsNoShell() {
        assertThat(runScript("lb")).isEqualTo(1);
        assertThat(errors()).singleElement().asString().contains("gogo.runtime");
    }

    private void addGogo() throws IOException {
        bundles.addJarWith("org/apache/felix/gogo/runtime/Parser.class");
    }

    private int run(String... words) {
        return launcher("").run(List.of(words));
    }

    private int runScript(String... lines) {
        return launcher(String.join("\n", lines)).run(List.of());
    }

    private Launcher launcher(String script) {
        return new Launcher(home, new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)), false,
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private List<String> output() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> errors() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
