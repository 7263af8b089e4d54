package org.devmap.itests.races;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ways in which a Java machine makes code of our accesses. */
enum VmMode {
    DEFAULT("-XX:+TieredCompilation"),
    INTERPRETED("-Xint"),
    C1("-XX:TieredStopAtLevel=1"),
    C2("-XX:-TieredCompilation");

    private final String option;

    VmMode(String option) {
        this.option = option;
    }

    /** The options of a machine in this mode. */
    List<String> options() {
        return List.of(option, "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    /** The command that starts one; its class path and program are to be added. */
    List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options());
        return command;
    }
}
