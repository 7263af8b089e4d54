package org.devmap.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands about limits, providers and counters. */
class AdministrationCommandsTest {

    private ExampleSystem example;

    @BeforeEach
    void open() throws Exception {
        example = ExampleSystem.busy();
    }

    @AfterEach
    void close() {
        example.close();
    }

    @Test
    void limitsAreShownAndSet() {
        assertThat(example.administration.limits()).isEqualTo("""
                PROJECT      LIMIT  LOCKED
                zone     unlimited     0 B""");
        assertThat(example.administration.limits("zone", "64MiB")).isEqualTo("zone: limit 64 MiB, locked 0 B");
        assertThat(example.administration.limits("org.example.ui", "0x10000"))
                .isEqualTo("org.example.ui: limit 64 KiB, locked 0 B");
        assertThat(example.administration.limits("org.example.late", "unlimited"))
                .isEqualTo("org.example.late: limit unlimited, locked 0 B; there is no such client yet");
        assertThat(example.administration.limits()).isEqualTo("""
                PROJECT               LIMIT  LOCKED
                zone                 64 MiB     0 B
                org.example.late  unlimited     0 B
                org.example.ui       64 KiB     0 B""");
    }

    @Test
    void limitsSaysWhatIsMissingOrWrong() {
        assertThatThrownBy(() -> example.administration.limits("zone"))
                .hasMessage("BYTES|unlimited is missing; usage: limits [PROJECT|zone BYTES|unlimited]");
        assertThatThrownBy(() -> example.administration.limits("zone", "1", "2"))
                .hasMessage("'2' is one argument too many; usage: limits [PROJECT|zone BYTES|unlimited]");
        assertThatThrownBy(() -> example.administration.limits("zone", "much"))
                .hasMessage("BYTES 'much' must be a number of bytes such as 65536, 0x10000 or 64KiB, or unlimited");
    }

    @Test
    void providersShowsWhoHoldsWhat() {
        assertThat(example.administration.providers()).isEqualTo("""
                PROVIDER  RANKING  PIECES      SIZE  WAITING  NEW MEMORY
                sim             0       2  64.0 MiB        0  here""");
    }

    @Test
    void memoryShowsWhereEachPieceIs() {
        assertThat(example.administration.memory()).isEqualTo("""
                MEMORY                                SIZE  PROVIDER  STATE    HELD BY
                umem of framebuffer0               4.0 KiB  sim       settled  -
                register set vram of framebuffer0   64 MiB  sim       settled  -""");
    }

    @Test
    void countersShowsWhatHasHappened() {
        assertThat(example.administration.counters()).isEqualTo("""
                EVENT          COUNT
                access           257
                contextSwitch    257
                dup                0
                fault            257
                load             257
                mmap               2
                munmap             0
                refused            0
                remap              0
                swap               0
                unload             0""");
    }

    @Test
    void aSystemWithoutABackendSaysWhatToInstall() {
        try (DevmapSystem empty = DevmapSystem.create(SystemConfiguration.builder().build())) {
            assertThat(new AdministrationCommands(empty).providers())
                    .isEqualTo("no memory providers: install a backend, for example org.devmap.backend.sim");
        }
    }

    @Test
    void tooManyWordsAreNamed() {
        assertThatThrownBy(() -> example.administration.providers("x"))
                .hasMessage("'x' is one argument too many; usage: providers");
        assertThatThrownBy(() -> example.administration.counters("x"))
                .hasMessage("'x' is one argument too many; usage: counters");
    }
}
