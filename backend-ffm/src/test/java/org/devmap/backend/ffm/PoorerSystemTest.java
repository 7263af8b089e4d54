package org.devmap.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.devmap.backend.ffm.ForkedJvm.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an unprivileged process, a sandbox or an old kernel refuses is an error with a sentence, and nothing is left over. */
class PoorerSystemTest {

    private static final long MIB = 1L << 20;
    private static final int EPERM = 1;
    private static final int ENOMEM = 12;
    private static final int EAGAIN = 11;
    private static final int EFAULT = 14;
    private static final int EINVAL = 22;
    private static final int ENOSYS = 38;

    @TempDir
    private static Path directory;
    private static Path restricted;

    @BeforeAll
    static void compile() {
        restricted = CompiledC.program("restricted", directory);
    }

    private static Outcome run(String restriction, String... arguments) {
        List<String> before = new ArrayList<>(List.of(restricted.toString(), restriction, "--"));
        List<String> options = List.of(ForkedJvm.NATIVE, ForkedJvm.ONE_LINE);
        Outcome outcome = ForkedJvm.run(before, options, RestrictedProgram.class, arguments);
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.out()).contains("left 0 0 true");
        return outcome;
    }

    @Test
    void theKernelsLimitOfLockedMemoryIsEnomemAndNamedInOneLine() {
        Outcome outcome = run("locked=" + 2 * MIB);
        assertThat(outcome.out().getFirst()).isEqualTo("native true, OptionalLong[" + 2 * MIB + "]");
        assertThat(outcome.out().subList(1, 3)).containsOnly("locked resident");
        assertThat(outcome.out().get(3)).startsWith("locked ENOMEM: ").contains("2097152 bytes, is reached");
        assertThat(outcome.out()).contains("pageable resident", "named resident", "again resident");
        assertThat(outcome.err()).singleElement().asString().contains("2097152", "RLIMIT_MEMLOCK", "CAP_IPC_LOCK");
    }

    @Test
    void beyondTheKernelsLimitMemoryIsPageableIfConfigurationChoosesIt() {
        Outcome outcome = run("locked=" + 2 * MIB, "orPageable");
        assertThat(outcome.out()).startsWith("native true, OptionalLong.empty", "locked resident", "locked resident",
                "locked resident");
        assertThat(outcome.err()).singleElement().asString().contains("2097152", "pageable from here on");
    }

    @Test
    void aProcessThatMayLockNothingSaysSo() {
        Outcome outcome = run("locked=0");
        assertThat(outcome.out().get(1)).startsWith("locked ENOMEM: ").contains(", 0 bytes, is reached");
        assertThat(outcome.out()).contains("pageable resident");
    }

    @Test
    void lockingThatFailsWithinTheLimitIsTheKernelsRefusal() {
        Outcome outcome = run("fail=mlock:" + ENOMEM);
        assertThat(outcome.out().get(1)).startsWith("locked ENOMEM: ").contains("mlock of 1048576 bytes failed: ENOMEM");
        assertThat(outcome.err()).singleElement().asString().contains("kernel refuses to lock");
        assertThat(run("fail=mlock:" + ENOMEM, "orPageable").out()).contains("locked resident", "again resident");
    }

    @Test
    void lockingThatCannotPopulateIsShortageAndNotALimit() {
        Outcome outcome = run("fail=mlock:" + EAGAIN, "orPageable");
        assertThat(outcome.out().get(1)).startsWith("locked ENOMEM: ").contains("EAGAIN");
    }

    @Test
    void aKernelThatCannotBeAskedToPopulateStillHasResidentMemory() {
        Outcome outcome = run("fail=madvise_populate:" + EINVAL);
        assertThat(outcome.out()).contains("native true, OptionalLong.empty", "locked resident", "pageable resident",
                "named resident");
        assertThat(outcome.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {ENOMEM, EFAULT})
    void shortageWhilePopulatingMakesTheBackendOfferPlainMemory(int errno) {
        Outcome outcome = run("fail=madvise_populate:" + errno);
        assertThat(outcome.out().getFirst()).startsWith("native false");
        assertThat(outcome.err()).singleElement().asString().contains("madvise 23", "plain arenas");
    }

    @Test
    void withoutMemoryFilesOnlyNamesAreRefused() {
        Outcome outcome = run("fail=memfd_create:" + ENOSYS);
        assertThat(outcome.out()).contains("native true, OptionalLong.empty", "locked resident", "pageable resident");
        assertThat(outcome.out().get(5)).startsWith("named ENOTSUP: ").contains("memfd_create failed: ENOSYS");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void aSandboxThatForbidsReadingOnesOwnMemoryMakesPeekFailAndNothingElse() {
        assertThat(run("fail=memfd_create:" + ENOSYS).out()).contains("peek 1");
        Outcome outcome = run("fail=process_vm_readv:" + EPERM);
        assertThat(outcome.out()).contains("native true, OptionalLong.empty", "locked resident", "named resident");
        assertThat(outcome.out()).anySatisfy(line -> assertThat(line).startsWith("peek DDI_FAILURE: ").contains("EPERM"));
    }

    @Test
    void aFileThatCannotBePlacedIsGivenBack() {
        Outcome outcome = run("fail=mmap_fixed:" + ENOMEM);
        assertThat(outcome.out().get(5)).startsWith("named ENOMEM: ").contains("mmap of 4096 bytes failed: ENOMEM");
    }
}
