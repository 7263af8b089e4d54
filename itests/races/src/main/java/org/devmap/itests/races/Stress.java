package org.devmap.itests.races;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the long form of the runtime's revocation stress in one mode after the other. Arguments: its class path,
 * revocations of each kind, modes (all if none is named). Ends with 0 if nothing was late, lost or doubled.
 */
public final class Stress {

    private static final String PROGRAM = "org.devmap.runtime.translation.LongStress";

    private Stress() {
    }

    /**
     * The program.
     *
     * @param arguments see above
     * @throws IOException if a machine does not start
     * @throws InterruptedException if it is not to go on
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<VmMode> modes = arguments.length == 2 ? List.of(VmMode.values())
                : Arrays.stream(arguments).skip(2).map(VmMode::valueOf).toList();
        String seed = Long.toString(System.nanoTime());
        for (VmMode mode : modes) {
            System.out.println(mode + ":");
            List<String> command = mode.java();
            command.addAll(List.of("-cp", arguments[0], PROGRAM, seed, arguments[1]));
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                System.err.println("races: the stress in mode " + mode + " ended with " + status);
                System.exit(1);
            }
        }
    }
}
