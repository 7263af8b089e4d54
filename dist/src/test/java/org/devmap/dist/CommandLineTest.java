package org.devmap.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @Test
    void withoutWordsThereIsNoCommand() throws UsageException {
        CommandLine line = parse("");
        assertThat(line.command()).isEmpty();
        assertThat(line.backend()).isEmpty();
        assertThat(line.arguments()).isEmpty();
    }

    @Test
    void theFirstWordThatIsNoOptionIsTheCommandAndTheRestAreItsArguments() throws UsageException {
        CommandLine line = parse("demo --out a.png b.png");
        assertThat(line.command()).hasValue("demo");
        assertThat(line.arguments()).containsExactly("--out", "a.png", "b.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--backend ffm demo x", "demo --backend ffm x", "demo x --backend ffm", "--backend=ffm demo x"})
    void theBackendMayStandAnywhereAndIsHandedOver(String words) throws UsageException {
        CommandLine line = parse(words);
        assertThat(line.backend()).hasValue("ffm");
        assertThat(line.command()).hasValue("demo");
        assertThat(line.arguments()).contains("x").hasSize(words.contains("=") ? 2 : 3);
    }

    @Test
    void theShellMayHaveABackend() throws UsageException {
        CommandLine line = parse("--backend ffm");
        assertThat(line.command()).isEmpty();
        assertThat(line.backend()).hasValue("ffm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--backend", "demo --backend", "--backend --help demo", "--backend= demo"})
    void aBackendWithoutNameIsRefused(String words) {
        assertThatThrownBy(() -> parse(words)).isInstanceOf(UsageException.class).hasMessageContaining("--backend needs");
    }

    @Test
    void afterTwoDashesEveryWordBelongsToTheCommand() throws UsageException {
        CommandLine line = parse("demo -- --backend ffm --help");
        assertThat(line.backend()).isEmpty();
        assertThat(line.command()).hasValue("demo");
        assertThat(line.arguments()).containsExactly("--", "--backend", "ffm", "--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h", "--backend sim --help", "help --help"})
    void helpCanBeAskedForInSeveralWays(String words) throws UsageException {
        CommandLine line = parse(words);
        assertThat(line.command()).hasValue("help");
        assertThat(line.arguments()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"help demo", "demo --help", "demo --out x --help", "--help demo", "-h demo"})
    void helpOnACommandCanBeAskedForInSeveralWays(String words) throws UsageException {
        CommandLine line = parse(words);
        assertThat(line.command()).hasValue("help");
        assertThat(line.arguments()).containsExactly("demo");
    }

    @Test
    void aShortOptionAfterTheCommandIsTheCommandsOwn() throws UsageException {
        assertThat(parse("demo -h 3").arguments()).containsExactly("-h", "3");
    }

    @Test
    void anUnknownOptionBeforeTheCommandIsNamed() {
        assertThatThrownBy(() -> parse("--bakend sim demo")).isInstanceOf(UsageException.class)
                .hasMessageContaining("--bakend").hasMessageContaining("--backend NAME");
    }

    private static CommandLine parse(String words) throws UsageException {
        return CommandLine.parse(words.isEmpty() ? List.of() : List.of(words.split(" ")));
    }
}
