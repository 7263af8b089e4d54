package org.devmap.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.osgi.framework.BundleContext;

/** Runs {@code devmap}: one command in a framework of its own, or the shell. */
public final class Launcher {

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    /** What a command answers that has prepared something for the shell. */
    private static final int GO_ON_IN_THE_SHELL = -1;

    private final Path home;
    private final InputStream in;
    private final boolean terminal;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param home     the directory with {@code bundles} and {@code bundles-shell}
     * @param in       the shell's commands if nobody sits at a terminal
     * @param terminal whether somebody does
     */
    Launcher(Path home, InputStream in, boolean terminal, PrintStream out, PrintStream err) {
        this.home = home;
        this.in = in;
        this.terminal = terminal;
        this.out = out;
        this.err = err;
    }

    /** Ends the process with the command's exit status; 1 if it could not be run, 2 if the command line is wrong. */
    public static void main(String[] words) throws URISyntaxException {
        Path jar = Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        boolean terminal = System.console() != null && System.console().isTerminal();
        Launcher launcher = new Launcher(jar.getParent().getParent(), System.in, terminal, System.out, System.err);
        System.exit(launcher.run(List.of(words)));
    }

    int run(List<String> words) {
        try {
            return run(CommandLine.parse(words));
        } catch (UsageException e) {
            complain(e.getMessage());
            return WRONG_USAGE;
        } catch (StartException e) {
            e.problems().forEach(this::complain);
            return FAILED;
        } catch (IOException e) {
            complain("cannot read the shell's commands: " + e);
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private int run(CommandLine line) throws UsageException, StartException, IOException, InterruptedException {
        Map<String, String> properties = line.backend().map(name -> Map.of("devmap.backend", name)).orElse(Map.of());
        try (RunningFramework framework = RunningFramework.start(properties)) {
            new BundleSet(home.resolve("bundles")).startIn(framework.context());
            int status = line.command().isEmpty() ? GO_ON_IN_THE_SHELL
                    : run(line.command().get(), line.arguments(), framework.context());
            return status == GO_ON_IN_THE_SHELL ? runShell(framework) : status;
        }
    }

    private int runShell(RunningFramework framework) throws StartException, IOException, InterruptedException {
        if (!terminal) {
            return ScriptShell.of(framework.context(), out, err).run(in);
        }
        startInteractiveShell(framework.context());
        framework.awaitStop();
        return 0;
    }

    private void startInteractiveShell(BundleContext context) throws StartException {
        // JLine looks for its terminals in the thread's context class loader, and in its own bundle only if there is none.
        Thread.currentThread().setContextClassLoader(null);
        new BundleSet(home.resolve("bundles-shell")).startIn(context);
    }

    private int run(String name, List<String> arguments, BundleContext context) throws UsageException {
        SortedMap<String, Command> commands = Command.registeredIn(context);
        if (name.equals(CommandLine.HELP)) {
            out.println(arguments.isEmpty()
                    ? HelpText.overview(commands.values())
                    : HelpText.about(find(arguments.getFirst(), commands)));
            return 0;
        }
        Command command = find(name, commands);
        try {
            return command.run(context, arguments);
        } catch (RuntimeException e) {
            complain(name + ": " + e);
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                complain(name + ": because of " + cause);
            }
            return FAILED;
        }
    }

    private static Command find(String name, SortedMap<String, Command> commands) throws UsageException {
        Command command = commands.get(name);
        if (command == null) {
            throw new UsageException("unknown command " + name + "; there are: help"
                    + String.join("", commands.keySet().stream().map(known -> ", " + known).toList()));
        }
        return command;
    }

    private void complain(String problem) {
        err.println("devmap: " + problem);
    }
}
