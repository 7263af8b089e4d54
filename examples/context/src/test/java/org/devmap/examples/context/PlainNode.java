package org.devmap.examples.context;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.devmap.Pages;
import org.devmap.RegisterDescription;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;

/**
 * A device that the driver can serve, of registers that keep what is written: one bank, whatever is selected.
 *
 * @param name of the node
 * @param properties for the driver
 */
record PlainNode(String name, Map<String, String> properties) implements DeviceNode {

    @Override
    public List<String> compatible() {
        return List.of("context");
    }

    @Override
    public List<RegisterSet> registerSets() {
        List<RegisterDescription> control = List.of(
                RegisterDescription.of("SELECT", 0, Integer.BYTES), RegisterDescription.of("SWITCHES", 4, Integer.BYTES));
        return List.of(new RegisterSet.Modelled("window", RegisterSet.Space.MEMORY, new Words(List.of())),
                new RegisterSet.Modelled("control", RegisterSet.Space.MEMORY, new Words(control)));
    }

    /** A page of words. */
    private static final class Words implements RegisterModel {

        private final AtomicIntegerArray words = new AtomicIntegerArray((int) Pages.SIZE / Integer.BYTES);
        private final List<RegisterDescription> registers;

        Words(List<RegisterDescription> registers) {
            this.registers = registers;
        }

        @Override
        public long size() {
            return Pages.SIZE;
        }

        @Override
        public long read(long offset, int width) {
            return words.get((int) offset / Integer.BYTES);
        }

        @Override
        public void write(long offset, int width, long value) {
            words.set((int) offset / Integer.BYTES, (int) value);
        }

        @Override
        public List<RegisterDescription> registers() {
            return registers;
        }
    }
}
