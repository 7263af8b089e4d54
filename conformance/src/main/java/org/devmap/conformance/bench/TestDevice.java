package org.devmap.conformance.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;

/**
 * A device node that the suite publishes itself, without a nexus.
 *
 * @param name the node's name
 * @param registerSets its register sets
 */
record TestDevice(String name, List<RegisterSet> registerSets) implements DeviceNode {

    /** What the test driver serves. */
    static final String KIND = "conformance,device";

    @Override
    public List<String> compatible() {
        return List.of(KIND);
    }

    /** Register set 0: configuration space, which cannot be mapped into applications. */
    static RegisterSet configurationSpace() {
        return new RegisterSet.Modelled("configuration", RegisterSet.Space.CONFIGURATION, new PlainRegisters());
    }

    /** Registers without effects. */
    private static final class PlainRegisters implements RegisterModel {

        private final ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

        @Override
        public long size() {
            return bytes.capacity();
        }

        @Override
        public synchronized long read(long offset, int width) {
            long value = 0;
            for (int i = width - 1; i >= 0; i--) {
                value = value << 8 | bytes.get(Math.toIntExact(offset) + i) & 0xFF;
            }
            return value;
        }

        @Override
        public synchronized void write(long offset, int width, long value) {
            for (int i = 0; i < width; i++) {
                bytes.put(Math.toIntExact(offset) + i, (byte) (value >>> 8 * i));
            }
        }
    }
}
