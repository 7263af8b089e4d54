package org.devmap.examples.demo.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.devmap.dto.ProviderSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.devmap.examples.demo.BadInput;
import org.devmap.examples.demo.DemoOptions;
import org.devmap.examples.demo.Narrator;
import org.devmap.examples.demo.Scenario;
import org.devmap.examples.demo.Unexpected;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The command {@code demo}: plays the scenarios that are there. A function from the arguments to the exit status, so that a
 * launcher can call it with JDK types alone: 0 if everything came out right, 1 if not, 2 for input that cannot be used.
 */
@Component(service = Function.class, properties = "OSGI-INF/demo.properties", property = {
    "devmap.command.example=devmap demo",
    "devmap.command.example=devmap demo --out copy.png holiday.jpg",
    "devmap.command.example=devmap demo --backend ffm framebuffer",
    "devmap.command.example=devmap demo swap"
})
public final class DemoCommand implements Function<List<String>, Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int BAD_INPUT = 2;

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private final DevmapAdmin admin;
    private final Readiness readiness;
    private final PrintStream out;
    private final PrintStream err;

    /** In ascending order of their ranking; replaced as a whole by the framework. */
    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<Scenario> scenarios = List.of();

    /**
     * As a component.
     *
     * @param admin whom to ask what there is
     */
    @Activate
    public DemoCommand(@Reference DevmapAdmin admin) {
        this(admin, PATIENCE, System.out, System.err);
    }

    DemoCommand(DevmapAdmin admin, Duration patience, PrintStream out, PrintStream err) {
        this.admin = admin;
        readiness = new Readiness(admin, patience);
        this.out = out;
        this.err = err;
    }

    /** Sets the scenarios, where no framework does. */
    DemoCommand with(List<Scenario> ascending) {
        scenarios = ascending;
        return this;
    }

    @Override
    public Integer apply(List<String> arguments) {
        try {
            play(arguments);
            return RIGHT;
        } catch (BadInput e) {
            complain(e);
            return BAD_INPUT;
        } catch (Unexpected e) {
            complain(e);
            return WRONG;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            complain(new Unexpected("interrupted", e));
            return WRONG;
        }
    }

    private void play(List<String> arguments) throws BadInput, Unexpected, InterruptedException {
        List<Scenario> known = scenarios.reversed();
        DemoArguments given = DemoArguments.parse(arguments, known.stream().map(Scenario::name).collect(Collectors.toSet()));
        if (given.backend().isPresent()) {
            requireBackend(given.backend().get());
        }
        List<Scenario> wanted = given.scenarios().isEmpty() ? known.stream().filter(Scenario::isPlayedUnasked).toList()
                : known.stream().filter(scenario -> given.scenarios().contains(scenario.name())).toList();
        if (wanted.isEmpty()) {
            throw new Unexpected("expected scenarios to play, came none: are the bundles of the example applications there?");
        }
        DemoOptions options = options(given, wanted, known);
        for (Scenario scenario : wanted) {
            for (String device : scenario.devices()) {
                readiness.awaitAttached(device);
            }
            attempt(scenario, () -> scenario.check(options));
        }
        out.printf("memory is hosted by %s%n", host());
        Narrator narrator = new Narrator(out);
        for (Scenario scenario : wanted) {
            narrator.heading(scenario.name(), scenario.summary());
            attempt(scenario, () -> scenario.play(options, narrator));
        }
        out.printf("%n%d checks, all right%n", narrator.checks());
        if (wanted.stream().anyMatch(Scenario::draws)) {
            out.printf("the picture is in %s%n", options.out());
        }
    }

    private static DemoOptions options(DemoArguments given, List<Scenario> wanted, List<Scenario> known)
            throws BadInput {
        if ((given.image().isPresent() || given.out().isPresent()) && wanted.stream().noneMatch(Scenario::draws)) {
            throw new BadInput(String.join(", ", given.scenarios()) + ": draws nothing, so there is no use for IMAGE and --out");
        }
        return PictureFiles.require(given.image(), given.out(), known.stream().map(Scenario::name).toList());
    }

    /**
     * A command cannot choose who hosts memory: the launcher has done so, or it was too late. A backend may have
     * devices only, and leave memory to others.
     */
    private void requireBackend(String name) throws BadInput {
        if (admin.snapshot().nodes().stream().anyMatch(node -> node.nexus().equals(Optional.of(name)))
                && admin.snapshot().providers().stream().noneMatch(provider -> provider.name().equals(name))) {
            return;
        }
        List<String> names = admin.snapshot().providers().stream().map(ProviderSnapshot::name).toList();
        if (!names.contains(name)) {
            throw new BadInput("--backend " + name + ": no such backend; there are: " + String.join(", ", names));
        }
        if (!host().equals(name)) {
            throw new BadInput("--backend " + name + ": here " + host() + " hosts new memory; start with ./devmap --backend "
                    + name);
        }
    }

    private String host() {
        return admin.snapshot().providers().stream().filter(ProviderSnapshot::hostsNewMemory).map(ProviderSnapshot::name)
                .findFirst().orElse("nobody");
    }

    /** Whatever else a scenario fails with is something that was not expected. */
    private static void attempt(Scenario scenario, Step step) throws BadInput, Unexpected, InterruptedException {
        try {
            step.run();
        } catch (BadInput | Unexpected | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new Unexpected(scenario.name() + ": expected no failure, came " + e, e.getCause());
        }
    }

    private void complain(Throwable problem) {
        err.println("devmap: demo: " + problem.getMessage());
        for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
            err.println("devmap: demo: because of " + cause);
        }
    }
}
