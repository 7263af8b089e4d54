package org.devmap.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryRequest;
import org.devmap.backend.ffm.ForkedJvm.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WithoutNativeAccessTest {

    /** With "allow" a restricted call would be answered by four lines of the JVM, with "deny" by an exception. */
    @ParameterizedTest
    @ValueSource(strings = {"--illegal-native-access=deny", "--illegal-native-access=warn"})
    void exactlyOneLineSaysWhatToAddAndPlainMemoryWorks(String option) {
        Outcome outcome = ForkedJvm.run(List.of(), List.of(option, ForkedJvm.ONE_LINE), DegradedProgram.class);

        assertThat(outcome.err()).singleElement().asString()
                .contains("--enable-native-access=ALL-UNNAMED", "plain arenas");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).startsWith("native false", "value 42", "value 42", "value 42")
                .endsWith("peek false", "limit OptionalLong.empty");
        assertThat(outcome.out().get(4)).startsWith("named ENOTSUP: ").contains("'shared'", "--enable-native-access");
    }

    @Test
    void withNativeAccessThereIsNothingToSay() {
        Outcome outcome = ForkedJvm.run(List.of(), List.of(ForkedJvm.NATIVE, ForkedJvm.ONE_LINE), DegradedProgram.class);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith("native true", "value 42").contains("named", "peek true");
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, amd64, true, Linux", "Linux, sparcv9, true, aarch64",
        "Linux, amd64, false, --enable-native-access=m", "Linux, aarch64, false, --enable-native-access=m"})
    void whatIsMissingIsSaid(String name, String arch, boolean nativeAccess, String words) {
        assertThat(new SystemRequirements(name, arch, nativeAccess, "m").missing()).hasValueSatisfying(
                sentence -> assertThat(sentence).contains(words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void linuxWithNativeAccessMissesNothing(String arch) {
        assertThat(new SystemRequirements("Linux", arch, true, "m").missing()).isEmpty();
    }

    @Test
    void anotherSystemOffersPlainMemoryUnderTheConfiguredLimit() throws DdiException {
        try (LogLines log = LogLines.open()) {
            FfmProvider plain = elsewhere();
            BackendMemory memory = plain.allocate(FfmProviderTest.locked(4096));
            assertThat(memory.segment().address() % 4096).isZero();
            assertThatThrownBy(() -> plain.allocate(FfmProviderTest.locked(4096)))
                    .isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM));
            memory.release();
            plain.allocate(MemoryRequest.of(4096, "test").lockedDown().huge()).release();

            assertThat(plain.lockedBytes()).isZero();
            assertThat(log.lines()).hasSize(3).anySatisfy(line -> assertThat(line).contains("this is Plan 9"))
                    .anySatisfy(line -> assertThat(line).contains("ordinary pages instead of pages of 2 MiB"));
        }
    }

    @Test
    void tooMuchPlainMemoryIsEnomem() {
        try (LogLines log = LogLines.open()) {
            FfmProvider plain = elsewhere();
            assertThatThrownBy(() -> plain.allocate(MemoryRequest.of(1L << 50, "test")))
                    .isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM));
            assertThat(log.lines()).hasSize(1);
        }
    }

    /** A read that waits for data holds the memory: releasing must neither throw nor take it away, only do it later. */
    @Test
    void releasingPlainMemoryThatIsBeingReadIntoDoesNotThrow() throws Exception {
        FfmProvider plain = elsewhere();
        Pipe pipe = Pipe.open();
        BackendMemory memory = plain.allocate(MemoryRequest.of(4096, "test"));
        ByteBuffer view = memory.segment().asByteBuffer();
        Thread reader = Thread.ofPlatform().start(() -> read(pipe, view));
        while (!isInNativeRead(reader)) {
            Thread.onSpinWait();
        }

        memory.release();
        assertThat(memory.segment().scope().isAlive()).as("somebody reads into it").isTrue();
        pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
        reader.join();
        plain.allocate(MemoryRequest.of(4096, "test")).release();
        assertThat(memory.segment().scope().isAlive()).as("closed by the next allocation").isFalse();
        pipe.sink().close();
        pipe.source().close();
    }

    private static boolean isInNativeRead(Thread reader) {
        return List.of(reader.getStackTrace()).stream().findFirst().filter(frame -> frame.getMethodName().equals("read0"))
                .isPresent();
    }

    private static void read(Pipe pipe, ByteBuffer target) {
        try {
            pipe.source().read(target);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static FfmProvider elsewhere() {
        return new FfmProvider(FfmSettings.DEFAULT.withLockedLimit(4096),
                new SystemRequirements("Plan 9", "amd64", true, "m"), new KernelFigures(Path.of("none"), Path.of("none")));
    }
}
