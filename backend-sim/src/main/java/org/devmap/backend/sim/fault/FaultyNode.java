package org.devmap.backend.sim.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.DmaEngine;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;

/** A device that can fail: its models and interrupts are asked through the desk, the rest is as it was. */
final class FaultyNode implements DeviceNode {

    private final DeviceNode node;
    private final FaultDesk desk;
    private final List<RegisterSet> sets;
    private final List<FaultyInterrupt> interrupts = new ArrayList<>();
    private final Optional<RegisterModel> configSpace;

    FaultyNode(DeviceNode node, DevmapClock clock, FaultDesk desk, BiFunction<String, RegisterModel, RegisterModel> outermost) {
        this.node = node;
        this.desk = desk;
        sets = node.registerSets().stream().map(set -> wrap(set, clock, outermost)).toList();
        for (InterruptSource source : node.interrupts()) {
            interrupts.add(new FaultyInterrupt(source, node.name(), interrupts.size(), desk));
        }
        configSpace = node.configSpace().map(model -> wrap("config", model, clock, outermost));
    }

    private RegisterModel wrap(String set, RegisterModel model, DevmapClock clock,
                               BiFunction<String, RegisterModel, RegisterModel> outermost) {
        return outermost.apply(set, new FaultyModel(model, node.name(), set, clock, desk));
    }

    private RegisterSet wrap(RegisterSet set, DevmapClock clock, BiFunction<String, RegisterModel, RegisterModel> outermost) {
        return switch (set) {
            case RegisterSet.Modelled(String name, RegisterSet.Space space, RegisterModel model) ->
                    new RegisterSet.Modelled(name, space, wrap(name, model, clock, outermost));
            case RegisterSet.Hosted hosted -> hosted;
            case RegisterSet.Fixed fixed -> fixed;
        };
    }

    /** Does at once what a new fault does without any access. */
    void take(FaultDesk.Active injection) {
        switch (injection.fault()) {
            case Fault.SpuriousInterrupt(int number) when number >= 0 && number < interrupts.size() -> {
                if (injection.hit()) {
                    interrupts.get(number).spurious();
                }
            }
            case Fault.Removal() -> interrupts.forEach(FaultyInterrupt::remove);
            default -> {
                // Waits for its occasion.
            }
        }
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public List<String> compatible() {
        return node.compatible();
    }

    @Override
    public List<RegisterSet> registerSets() {
        return sets;
    }

    @Override
    public Map<String, String> properties() {
        return node.properties();
    }

    @Override
    public List<InterruptSource> interrupts() {
        return List.copyOf(interrupts);
    }

    @Override
    public Optional<DmaEngine> dma() {
        return node.dma();
    }

    @Override
    public Optional<RegisterModel> configSpace() {
        return configSpace;
    }
}
