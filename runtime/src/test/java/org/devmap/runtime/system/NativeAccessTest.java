package org.devmap.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether a system can make raw views is decided when the Java machine is started; each case has one of its own. */
@Timeout(120)
class NativeAccessTest {

    @TempDir
    private Path directory;

    @Test
    void withoutNativeAccessOneLineSaysWhatItCostsAndWhatToDo() throws Exception {
        assertThat(complaints(List.of("--illegal-native-access=deny", "--enable-native-access=java.base")))
                .singleElement().asString().contains("slower than they could be", "start java with --enable-native-access=");
    }

    @Test
    void withNativeAccessThereIsNothingToSay() throws Exception {
        assertThat(complaints(List.of("--enable-native-access=ALL-UNNAMED"))).isEmpty();
    }

    private List<String> complaints(List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Start.class.getName()));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        int status = process.waitFor();
        List<String> lines = Files.readAllLines(output);
        assertThat(status).as("exit status, of " + lines).isZero();
        return lines;
    }

    /** Starts a system and ends it. */
    static final class Start {

        private Start() {
        }

        public static void main(String[] words) {
            new Devmap(SystemConfiguration.builder().diagnostics(System.out::println).build()).close();
        }
    }
}
