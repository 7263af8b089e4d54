package org.devmap.examples.demo.command;

import java.util.ArrayList;
import java.util.List;
import org.devmap.examples.demo.DemoOptions;
import org.devmap.examples.demo.Narrator;
import org.devmap.examples.demo.Scenario;

/** Remembers with what it was played. */
class PlainScenario implements Scenario {

    final List<DemoOptions> played = new ArrayList<>();
    private final String name;
    private final boolean unasked;

    PlainScenario(String name) {
        this(name, true);
    }

    PlainScenario(String name, boolean unasked) {
        this.name = name;
        this.unasked = unasked;
    }

    @Override
    public boolean isPlayedUnasked() {
        return unasked;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String summary() {
        return "a scenario called " + name;
    }

    @Override
    public List<String> devices() {
        return List.of(AdminStub.ATTACHED);
    }

    @Override
    public void play(DemoOptions options, Narrator narrator) throws Exception {
        played.add(options);
        narrator.expect("one and one", 2, 1 + 1, "arithmetic");
    }
}
