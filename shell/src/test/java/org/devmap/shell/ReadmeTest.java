package org.devmap.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The first session of the README goes as it is written there; the second one needs a framework. */
class ReadmeTest {

    private static final String PROMPT = "devmap> ";

    @Test
    void theSampleSessionIsWhatTheCommandsAnswer() throws Exception {
        String text = Files.readString(Path.of("README.md"));
        int from = text.indexOf("```text\n") + "```text\n".length();
        String session = text.substring(from, text.indexOf("```", from)).stripTrailing();
        List<String> played = new ArrayList<>();
        try (ExampleSystem example = ExampleSystem.busy()) {
            for (String line : session.lines().filter(line -> line.startsWith(PROMPT)).toList()) {
                played.add(line);
                played.add(run(example, line.substring(PROMPT.length()).split(" ")));
            }
        }
        assertThat(String.join("\n", played)).isEqualTo(session);
        assertThat(played).hasSizeGreaterThan(10);
    }

    private static String run(ExampleSystem example, String... line) throws ReflectiveOperationException {
        List<String> words = Arrays.stream(line).skip(1).filter(word -> !word.equals("--side-effects")).toList();
        boolean sideEffects = words.size() < line.length - 1;
        for (Object group : List.of(example.devices, example.memory, example.registers, example.administration)) {
            for (Method method : group.getClass().getDeclaredMethods()) {
                if (method.getName().equals(line[0]) && method.canAccess(group)) {
                    String[] typed = words.toArray(String[]::new);
                    return answer(group, method, method.getParameterCount() == 1 ? Stream.of((Object) typed)
                            : Stream.of(sideEffects, typed));
                }
            }
        }
        throw new AssertionError("no command " + line[0]);
    }

    private static String answer(Object group, Method command, Stream<Object> arguments) throws ReflectiveOperationException {
        try {
            return (String) command.invoke(group, arguments.toArray());
        } catch (InvocationTargetException e) {
            return e.getCause().toString();
        }
    }
}
