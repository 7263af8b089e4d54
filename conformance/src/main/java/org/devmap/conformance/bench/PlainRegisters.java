package org.devmap.conformance.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.devmap.backend.RegisterModel;

/** Registers without effects: 256 bytes that keep what was written. Thread-safe. */
public final class PlainRegisters implements RegisterModel {

    /** How many bytes there are. */
    public static final int SIZE = 256;

    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);

    /** Registers that are all 0. */
    public PlainRegisters() {
    }

    @Override
    public long size() {
        return SIZE;
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
