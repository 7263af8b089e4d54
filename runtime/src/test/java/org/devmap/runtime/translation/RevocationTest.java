package org.devmap.runtime.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rules 1 and 2 of the access path under load: nothing happens through a translation after it was taken away, and every access happens
 * exactly once. The seed is printed; {@code -Ddevmap.stress.seed} repeats it, {@code -Ddevmap.stress.revocations=100000} is the long
 * form.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RevocationTest {

    private static final long SEED = Long.getLong("devmap.stress.seed", System.nanoTime());
    private static final int REVOCATIONS = Integer.getInteger("devmap.stress.revocations", 150);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"PLAIN, false", "PLAIN, true", "VOLATILE, false", "MODELLED, true"})
    void everyAccessHappensOnceAndNoneAfterItsTranslationWasTakenAway(Behind kind, boolean scattered) throws Exception {
        RevocationStress.Result result = new RevocationStress(SEED, REVOCATIONS, kind, scattered).run();
        System.out.println(result);
        assertThat(result.landed()).isEqualTo(result.returned()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void aWindowThatIsTakenAwayUnderTightLoopsLosesAndRepeatsNothing(AccessKind kind) throws Exception {
        LoopStress.Result result = new LoopStress(kind, REVOCATIONS / 5).run();
        System.out.println(result);
        assertThat(result.landed()).isEqualTo(result.returned()).isPositive();
        assertThat(result.direct()).as("revocations of a window").isEqualTo(result.revocations());
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoRevocationsAtOnceEachKeepsWhatItPromises(TwoRevokers.Second second) throws Exception {
        for (boolean direct : new boolean[] {false, true}) {
            TwoRevokersStress.Result result = new TwoRevokersStress(SEED, REVOCATIONS, second, direct).run();
            System.out.println(result);
            assertThat(result.landed()).isEqualTo(result.returned()).isPositive();
        }
    }

    /** A revoker that does not know what to do fails in its first sample, and nobody waits for it in the second. */
    @Test
    @Timeout(30)
    void whenOneOfTheThreeFailsAllComeToTheirEnd() {
        TwoRevokersStress failing = new TwoRevokersStress(SEED, REVOCATIONS, null, false);
        assertThatThrownBy(failing::run).isInstanceOf(AssertionError.class)
                .hasCauseInstanceOf(NullPointerException.class);
    }

    /** The ways in which a Java machine makes code of our accesses. */
    enum Mode {
        DEFAULT(List.of()),
        INTERPRETED(List.of("-Xint")),
        C1(List.of("-XX:TieredStopAtLevel=1")),
        C2(List.of("-XX:-TieredCompilation"));

        private final List<String> options;

        Mode(List<String> options) {
            this.options = options;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverMakesTheCodeEveryAccessHappensOnce(Mode mode) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(mode.options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                RevocationProgram.class.getName(), Long.toString(SEED), Integer.toString(REVOCATIONS / 5)));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        int status = process.waitFor();
        List<String> lines = Files.readAllLines(output);
        lines.forEach(line -> System.out.println(mode + ": " + line));
        assertThat(status).as("exit status").isZero();
        assertThat(lines).hasSize(3 * Behind.values().length - 1 + 2 * TwoRevokers.Second.values().length)
                .allMatch(RevocationTest::allLanded);
    }

    private static boolean allLanded(String result) {
        return number(result, "returned") > 0 && number(result, "returned") == number(result, "landed");
    }

    private static long number(String result, String name) {
        return Long.parseLong(result.replaceAll(".*\\b" + name + "=(\\d+).*", "$1"));
    }
}
