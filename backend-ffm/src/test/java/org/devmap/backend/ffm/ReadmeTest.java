package org.devmap.backend.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.devmap.backend.BackendMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of the README work as they are written there. */
class ReadmeTest {

    @TempDir
    private Path directory;

    @Test
    void theCAndJavaPeersOfTheReadmeShareMemoryWithThisProcess() throws Exception {
        Path program = CompiledC.compile(snippet("c", "peer.c"), directory.resolve("peer"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        BackendMemory memory = new FfmProvider().allocate(FfmProviderTest.named("readme", 4096, false));
        memory.segment().set(JAVA_INT, 0, 10);
        String path = memory.peerPath().orElseThrow();

        assertThat(ForkedJvm.run(List.of(program.toString(), path)).out()).containsExactly("11");
        assertThat(ForkedJvm.run(List.of(java.toString(), snippet("java", "Peer.java").toString(), path)).out())
                .containsExactly("12");

        assertThat(memory.segment().get(JAVA_INT, 0)).isEqualTo(12);
        memory.release();
    }

    private Path snippet(String language, String name) throws IOException {
        String text = Files.readString(Path.of("README.md"));
        String begin = "```" + language + "\n";
        int from = text.indexOf(begin) + begin.length();
        assertThat(from).as("a %s snippet in README.md", language).isGreaterThan(begin.length());
        return Files.writeString(directory.resolve(name), text.substring(from, text.indexOf("```", from)));
    }
}
