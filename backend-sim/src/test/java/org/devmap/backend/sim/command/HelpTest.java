package org.devmap.backend.sim.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code help devmap:NAME} has to say. */
class HelpTest {

    static Stream<Method> commands() {
        return Stream.of(SimulationCommands.class, FaultCommands.class, RecordingCommands.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandAndArgumentIsDescribedWithAnExampleThatIsACommandLine(Method command) {
        Descriptor help = command.getAnnotation(Descriptor.class);
        assertThat(help).isNotNull();
        assertThat(help.value().lines().map(String::strip))
                .anyMatch(line -> line.matches("examples?: " + command.getName() + "( .*)?"));
        for (Parameter parameter : command.getParameters()) {
            assertThat(parameter.getAnnotation(Descriptor.class)).as("help for %s of %s", parameter, command).isNotNull();
        }
    }
}
