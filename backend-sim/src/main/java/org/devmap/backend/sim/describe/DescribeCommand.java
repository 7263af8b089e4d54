package org.devmap.backend.sim.describe;

import java.util.List;
import java.util.function.Function;
import org.osgi.service.component.annotations.Component;

/** The command {@code describe} of the distribution. */
@Component(service = Function.class, property = {"devmap.command=describe",
    "devmap.command.summary=What is in register descriptions (CMSIS-SVD or our own form), or all that is wrong with them",
    "devmap.command.usage=" + Describer.USAGE})
public final class DescribeCommand implements Function<List<String>, Integer> {

    /** Describes files on the standard streams. */
    @Override
    public Integer apply(List<String> arguments) {
        return new Describer(System.out, System.err).run(arguments);
    }
}
