package org.devmap.dist;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * A command that a bundle offers as a service of type {@link Function}, from a list of arguments ({@code List<String>}) to an
 * exit status ({@link Integer}: 0 done, 1 failed, 2 wrong usage; -1 to go on in the shell). The command reports its own errors
 * on standard error.
 *
 * @param name     service property {@code devmap.command}
 * @param summary  service property {@code devmap.command.summary}: one line
 * @param usage    service property {@code devmap.command.usage}: the whole text for {@code devmap help NAME}
 * @param examples service property {@code devmap.command.example}: one command line or several
 * @param service  where to get the function
 */
@SuppressWarnings("rawtypes")
record Command(String name, String summary, Optional<String> usage, List<String> examples,
               ServiceReference<Function> service) {

    static final String NAME = "devmap.command";
    static final String SUMMARY = "devmap.command.summary";
    static final String USAGE = "devmap.command.usage";
    static final String EXAMPLE = "devmap.command.example";

    /** The commands registered now, by name. Of two with one name the higher ranking service counts. */
    static SortedMap<String, Command> registeredIn(BundleContext context) {
        SortedMap<String, Command> commands = new TreeMap<>();
        try {
            context.getServiceReferences(Function.class, "(" + NAME + "=*)").stream()
                    .sorted()
                    .map(Command::of)
                    .forEach(command -> commands.put(command.name(), command));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("a constant filter is well-formed", e);
        }
        return commands;
    }

    /** Calls the function. What it throws comes through unchanged. */
    @SuppressWarnings("unchecked")
    int run(BundleContext context, List<String> arguments) {
        Function<List<String>, Object> function = context.getService(service);
        if (function == null) {
            throw new IllegalStateException("its bundle " + service.getBundle() + " has just withdrawn it");
        }
        if (function.apply(arguments) instanceof Integer status) {
            return status;
        }
        throw new IllegalStateException("it answered no exit status; " + NAME + " functions return an Integer");
    }

    private static Command of(ServiceReference<Function> service) {
        return new Command(
                String.valueOf(service.getProperty(NAME)),
                strings(service.getProperty(SUMMARY)).stream().findFirst().orElse(""),
                strings(service.getProperty(USAGE)).stream().findFirst(),
                strings(service.getProperty(EXAMPLE)),
                service);
    }

    private static List<String> strings(Object property) {
        return switch (property) {
            case null -> List.of();
            case String[] several -> Arrays.asList(several);
            case Object one -> List.of(one.toString());
        };
    }
}
