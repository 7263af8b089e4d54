package org.devmap.runtime.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the first access of a Java machine finds ready. */
class FirstAccessTest {

    /**
     * Three virtual threads and a platform thread hung for good on two processors: two waited, on both carriers, for
     * the class that the platform thread was initialising, which waited for a lock that the JDK had handed to the
     * third.
     */
    @Test
    void noAccessWaitsForTheClassThatAccessesMemoryToBeInitialised() throws Exception {
        Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+init=info", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                FirstAccessProgram.class.getName()).redirectErrorStream(true).start();
        List<String> output;
        try (var reader = program.inputReader()) {
            output = reader.lines().filter(line -> line.equals(FirstAccessProgram.MADE)
                    || line.contains("Initializing '" + RawAccess.class.getName().replace('.', '/') + "'")).toList();
        }
        assertThat(program.waitFor()).as("exit status").isZero();
        assertThat(output).hasSize(2).last().isEqualTo(FirstAccessProgram.MADE);
    }
}
