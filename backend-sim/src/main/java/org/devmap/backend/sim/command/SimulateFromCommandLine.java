package org.devmap.backend.sim.command;

import java.util.List;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code simulate} of the distribution: with a peripheral it goes on in the shell, where the device is. */
@Component(service = Function.class, properties = "OSGI-INF/simulate.properties", property = {
    "devmap.command.example=devmap simulate backend-sim/timer.device",
    "devmap.command.example=devmap simulate backend-sim/timer.device TIMER",
    "devmap.command.example=echo dump timer0 | devmap simulate backend-sim/timer.device TIMER"})
public final class SimulateFromCommandLine implements Function<List<String>, Integer> {

    private static final String USAGE = "usage: devmap simulate FILE [PERIPHERAL] [NAME]";

    private static final int MOST = 3;
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int GO_ON_IN_THE_SHELL = -1;

    private final SimulationCommands commands;

    /**
     * As a component.
     *
     * @param commands does it
     */
    @Activate
    public SimulateFromCommandLine(@Reference SimulationCommands commands) {
        this.commands = commands;
    }

    @Override
    public Integer apply(List<String> arguments) {
        if (arguments.isEmpty() || arguments.size() > MOST) {
            System.err.println("simulate: " + (arguments.isEmpty() ? "FILE is missing"
                    : "'" + arguments.get(MOST) + "' is one argument too many"));
            System.err.println(USAGE);
            return WRONG_USAGE;
        }
        try {
            System.out.println(commands.simulate(arguments.toArray(String[]::new)));
            return arguments.size() == 1 ? DONE : GO_ON_IN_THE_SHELL;
        } catch (CommandFailure failure) {
            System.err.println("simulate: " + failure.getMessage());
            return FAILED;
        }
    }
}
