package org.devmap.examples.edu.app;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.devmap.DdiException;
import org.devmap.app.AddressSpace;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.devmap.examples.demo.BadInput;
import org.devmap.examples.demo.Unexpected;
import org.devmap.examples.edu.app.Check.Verdict;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The command {@code edu}: tries an edu device and prints a table. 0 if all that is possible went well, 1 if not, 2 for
 * bad input.
 */
@Component(service = Function.class, properties = "OSGI-INF/edu.properties", property = {
    "devmap.command.example=devmap edu",
    "devmap.command.example=devmap edu --interrupts 10 --record edu.rec"
})
public final class EduCommand implements Function<List<String>, Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int BAD_INPUT = 2;

    private final DevmapAdmin admin;
    private final AddressSpace space;
    private final Duration patience;
    private final PrintStream out;
    private final PrintStream err;

    /** Records the accesses to a device of the simulator; null while nobody does. */
    @Reference(target = "(devmap.recordings=" + EduDevice.SIMULATOR + ")", cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    private volatile BiFunction<String, Path, Closeable> recordings;

    /**
     * As a component.
     *
     * @param admin whom to ask what there is
     * @param space the address space of this bundle
     */
    @Activate
    public EduCommand(@Reference DevmapAdmin admin, @Reference AddressSpace space) {
        this(admin, space, PATIENCE, System.out, System.err);
    }

    EduCommand(DevmapAdmin admin, AddressSpace space, Duration patience, PrintStream out, PrintStream err) {
        this.admin = admin;
        this.space = space;
        this.patience = patience;
        this.out = out;
        this.err = err;
    }

    /** Sets who records, where no framework does. */
    EduCommand with(BiFunction<String, Path, Closeable> newRecordings) {
        recordings = newRecordings;
        return this;
    }

    @Override
    public Integer apply(List<String> arguments) {
        try {
            return run(EduArguments.parse(arguments));
        } catch (BadInput e) {
            return complain(e, BAD_INPUT);
        } catch (DdiException | Unexpected | IOException e) {
            return complain(e, WRONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return complain(e, WRONG);
        }
    }

    private int run(EduArguments given) throws BadInput, Unexpected, DdiException, IOException, InterruptedException {
        NodeSnapshot device = EduDevice.await(admin, given.backend(), patience);
        out.printf("%s of %s%n", device.name(), device.nexus().orElse("the configuration"));
        List<Check> checks;
        try (Closeable _ = record(device, given.record())) {
            checks = new EduChecks(space, device.name()).run(given.interrupts(), given.dma());
        }
        CheckTable.lines(checks).forEach(out::println);
        given.record().ifPresent(file -> out.println("the accesses to the device are in " + file));
        long wrong = checks.stream().filter(check -> check.verdict() == Verdict.WRONG).count();
        if (wrong > 0) {
            err.printf("devmap: edu: %d of %d checks went wrong%n", wrong, checks.size());
        }
        return wrong > 0 ? WRONG : RIGHT;
    }

    private Closeable record(NodeSnapshot device, Optional<Path> file) throws BadInput {
        if (file.isEmpty()) {
            return () -> { };
        }
        BiFunction<String, Path, Closeable> recorder = recordings;
        if (recorder == null || !device.nexus().equals(Optional.of(EduDevice.SIMULATOR))) {
            throw new BadInput(("--record %s: only the simulator records; %s is a device of %s;"
                    + " try --backend %s").formatted(file.get(), device.name(),
                    device.nexus().orElse("the configuration"), EduDevice.SIMULATOR));
        }
        try {
            return recorder.apply(device.name(), file.get());
        } catch (UncheckedIOException e) {
            throw new BadInput("--record " + file.get() + ": cannot be written: " + e.getCause());
        }
    }

    private int complain(Throwable problem, int status) {
        err.println("devmap: edu: " + problem.getMessage());
        for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
            err.println("devmap: edu: because of " + cause);
        }
        return status;
    }
}
