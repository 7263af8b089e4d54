package org.devmap.backend.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A named cookie is a sealed memory file that any process of the machine may map, whatever language it speaks. */
class SharedWithOtherProcessesTest {

    private static final int SIZE = 64 * 1024;

    @TempDir
    private static Path directory;
    private static Path peer;

    private final FfmProvider provider = new FfmProvider();
    private BackendMemory memory;

    @BeforeAll
    static void compile() {
        peer = CompiledC.program("peer", directory);
    }

    @AfterEach
    void release() {
        if (memory != null) {
            memory.release();
        }
    }

    private String allocate(boolean peersReadOnly) throws DdiException {
        memory = provider.allocate(FfmProviderTest.named("shared page", SIZE, peersReadOnly));
        return memory.peerPath().orElseThrow();
    }

    private List<String> peer(String path, String what) {
        ForkedJvm.Outcome outcome = ForkedJvm.run(List.of(peer.toString(), path, what));
        assertThat(outcome.status()).as("peer: %s", outcome.err()).isZero();
        return outcome.out();
    }

    @Test
    void unnamedMemoryHasNoPath() throws DdiException {
        memory = provider.allocate(MemoryRequest.of(SIZE, "test"));
        assertThat(memory.peerPath()).isEmpty();
    }

    @Test
    void thePathNamesThisProcessAndTheNameIsSeenInIt() throws Exception {
        Path path = Path.of(allocate(false));
        assertThat(path.getParent()).hasToString("/proc/" + ProcessHandle.current().pid() + "/fd");
        assertThat(Files.readSymbolicLink(path).toString()).isEqualTo("/memfd:devmap:shared page (deleted)");
        assertThat(ProcessMemory.mappingAt(memory.segment().address())).contains("devmap:shared page");
    }

    @Test
    void thisProcessMayMapItTooWithPlainJava() throws Exception {
        Path path = Path.of(allocate(false));
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer other = channel.map(MapMode.READ_WRITE, 0, channel.size()).order(ByteOrder.nativeOrder());
            memory.segment().set(JAVA_INT, SIZE - 4, 1234);
            assertThat(other.getInt(SIZE - 4)).isEqualTo(1234);
            other.putInt(0, 5678);
            assertThat(memory.segment().get(JAVA_INT, 0)).isEqualTo(5678);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, done, 4711", "true, refused, 0"})
    void anotherJvmMapsItWithPlainJava(boolean readOnly, String writing, int expected) throws DdiException {
        String path = allocate(readOnly);
        memory.segment().set(JAVA_INT, 0, 99);

        ForkedJvm.Outcome outcome = ForkedJvm.run(List.of(), List.of("--illegal-native-access=deny"), PeerProgram.class, path);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).containsExactly(
                "size " + SIZE, "read 99", "write " + writing, "shrink refused", "grow refused");
        assertThat(memory.segment().get(JAVA_INT, 4)).isEqualTo(expected);
    }

    @Test
    void anotherProcessInCExchangesDataWithThisOne() throws DdiException {
        String path = allocate(false);
        memory.segment().set(JAVA_INT, 0, 41);
        assertThat(peer(path, "write")).containsExactly("42");
        assertThat(memory.segment().get(JAVA_INT, 0)).isEqualTo(42);
        memory.segment().set(JAVA_INT, 0, -7);
        assertThat(peer(path, "read")).containsExactly("-7");
    }

    @Test
    void anotherProcessInCOnlyReadsWhatIsReadOnlyForPeers() throws DdiException {
        String path = allocate(true);
        memory.segment().set(JAVA_INT, 0, 41);
        assertThat(peer(path, "read")).containsExactly("41");
        assertThat(peer(path, "write")).containsExactly("write refused");
        memory.segment().set(JAVA_INT, 0, 43);
        assertThat(peer(path, "read")).containsExactly("43");
    }

    /** Punching a hole is a write of zeros: whoever may write may do it, and the owner still gets pages. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingAPeerCanDoRaisesASignalHere(boolean readOnly) throws DdiException {
        String path = allocate(readOnly);
        memory.segment().fill((byte) 1);

        List<String> attacks = peer(path, "attack");

        assertThat(attacks).contains("shrink refused", "grow refused", "extend refused", "seal refused")
                .contains(readOnly ? "punch refused" : "punch done").noneMatch("collapse done"::equals);
        for (long offset = 0; offset < SIZE; offset += 4096) {
            assertThat(memory.segment().get(JAVA_BYTE, offset)).isEqualTo((byte) (readOnly ? 1 : 0));
            memory.segment().set(JAVA_BYTE, offset, (byte) 2);
        }
    }

    @Test
    void aPeerKeepsWhatItMappedAfterTheRelease() throws Exception {
        Path path = Path.of(allocate(false));
        memory.segment().set(JAVA_INT, 0, 3);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer other = channel.map(MapMode.READ_ONLY, 0, SIZE).order(ByteOrder.nativeOrder());
            memory.release();
            assertThat(other.getInt(0)).isEqualTo(3);
            assertThatThrownBy(() -> Files.size(path)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anyNameOfTheApiIsTaken() throws Exception {
        String name = "\u4e16".repeat(198) + "\n\0";
        memory = provider.allocate(MemoryRequest.of(4096, "test").shared(name));
        String link = Files.readSymbolicLink(Path.of(memory.peerPath().orElseThrow())).toString();
        assertThat(link).startsWith("/memfd:devmap:\u4e16\u4e16").endsWith("\u4e16 (deleted)");
        assertThat(MemoryFile.label("a\nb\0c")).isEqualTo("a_b_c");
        assertThat(MemoryFile.label("\ud83d\ude00".repeat(100))).isEqualTo("\ud83d\ude00".repeat(62));
    }
}
