package org.devmap.runtime.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever has a line for the operator goes on, whatever the listener does. */
class DiagnosticsTest {

    private final List<String> told = new ArrayList<>();

    @Test
    void aListenerThatFailsKeepsNobodyFromGoingOnAndHearsTheNextLine() {
        for (Error failure : List.of(new LinkageError("a class is missing"), new AssertionError("a fault of the test"))) {
            Diagnostics diagnostics = new Diagnostics(line -> {
                told.add(line);
                throw failure;
            });
            diagnostics.accept("one");
            diagnostics.accept("two");
        }
        new Diagnostics(line -> {
            throw new IllegalStateException("a mistake");
        }).accept("three");
        assertThat(told).containsExactly("one", "two", "one", "two");
    }

    @Test
    void whatIsToldOnceIsNotToldAgain() {
        Diagnostics diagnostics = new Diagnostics(told::add);
        diagnostics.once("slow");
        diagnostics.once("slow");
        diagnostics.once("slower");
        assertThat(told).containsExactly("slow", "slower");
    }
}
