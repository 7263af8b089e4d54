package org.devmap.doctor;

import java.util.List;
import java.util.function.Function;
import org.osgi.service.component.annotations.Component;

/** The command {@code doctor} of the distribution. */
@Component(service = Function.class, properties = "OSGI-INF/doctor.properties", property = {
    "devmap.command.example=devmap doctor",
    "devmap.command.example=devmap doctor --backend uio"
})
public final class DoctorCommand implements Function<List<String>, Integer> {

    /** Examines this machine, on the standard streams. */
    @Override
    public Integer apply(List<String> arguments) {
        return new Doctor(Doctor.examine(Machine.here(), JavaFindings.here()), System.out, System.err).run(arguments);
    }
}
