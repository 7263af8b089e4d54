package org.devmap.runtime.bench;

import java.util.List;
import java.util.Optional;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DmaEngine;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.RegisterSet;

/**
 * A card of a nexus that does something before it hands out registers.
 *
 * @param card the card
 * @param before what it does then, each time; if it throws, there are no registers
 */
public record AskedCard(Card card, Runnable before) implements DeviceNode {

    @Override
    public String name() {
        return card.name();
    }

    @Override
    public List<String> compatible() {
        return card.compatible();
    }

    @Override
    public List<RegisterSet> registerSets() {
        before.run();
        return card.registerSets();
    }

    @Override
    public List<InterruptSource> interrupts() {
        return card.interrupts();
    }

    @Override
    public Optional<DmaEngine> dma() {
        return card.dma();
    }
}
