package org.devmap.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code help devmap:NAME} has to say. */
class HelpTest {

    static Stream<Method> commands() {
        return Stream.of(DeviceCommands.class, MemoryCommands.class, RegisterCommands.class, WatchCommands.class,
                        AdministrationCommands.class, SwapCommand.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsDescribedWithAnExampleThatIsACommandLine(Method command) {
        Descriptor help = command.getAnnotation(Descriptor.class);
        assertThat(help).isNotNull();
        assertThat(help.value().lines().map(String::strip))
                .anyMatch(line -> line.matches("examples?: " + command.getName() + "( .*)?"));
        assertThat(help.value().lines().skip(1)).allMatch(line -> line.startsWith("   "));
    }

    /** The annotation that offers it is not there at run time, but in the class file. */
    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsOfferedUnderTheNameOfItsMethod(Method command) throws IOException {
        Class<?> group = command.getDeclaringClass();
        try (InputStream file = group.getResourceAsStream(group.getSimpleName() + ".class")) {
            assertThat(new String(file.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .containsPattern("osgi\\.command\\.function=" + command.getName() + "[^A-Za-z]");
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyArgumentIsDescribed(Method command) {
        for (Parameter parameter : command.getParameters()) {
            assertThat(parameter.getAnnotation(Descriptor.class)).as("help for %s of %s", parameter, command).isNotNull();
        }
    }
}
