package org.devmap.backend.sim.describe;

import java.util.List;
import java.util.function.Function;
import org.osgi.service.component.annotations.Component;

/** The command {@code describe} of the distribution. */
@Component(service = Function.class, properties = "OSGI-INF/describe.properties", property = {
    "devmap.command.example=devmap describe backend-sim/timer.device",
    "devmap.command.example=devmap describe --warnings vendor/*.svd"})
public final class DescribeCommand implements Function<List<String>, Integer> {

    /** Describes files on the standard streams. */
    @Override
    public Integer apply(List<String> arguments) {
        return new Describer(System.out, System.err).run(arguments);
    }
}
