package org.devmap.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the Java machines are started in which sides are measured. */
public final class JavaMachine {

    /** What is measured needs: native access for us, the inside of the JDK for the other libraries. */
    private static final List<String> OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
            // Every collection would be a disturbance; the same collector everywhere, whatever the machine.
            "-XX:+UseSerialGC",
            // Hot code waits for its compilation: on a busy machine the compiler would come too late for the warm-up.
            "-Xbatch");

    private JavaMachine() {
    }

    /**
     * The options.
     *
     * @return what every machine gets
     */
    public static List<String> options() {
        return OPTIONS;
    }

    /**
     * A command line.
     *
     * @param classPath where the classes are
     * @param options further options of this machine
     * @param main the class to run
     * @param arguments its arguments
     * @return program and arguments
     */
    public static List<String> command(String classPath, List<String> options, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        return command;
    }
}
