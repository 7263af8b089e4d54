package org.devmap.conformance.statements;

import java.util.ArrayList;
import java.util.List;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.conformance.bench.Bench;

/** Registers that record every access and answer how many there were before. Thread-safe. */
final class RecordingModel implements RegisterModel {

    private final List<String> accesses = new ArrayList<>();

    /** The only register set of a device, in memory space. */
    List<RegisterSet> asRegisterSets() {
        return List.of(new RegisterSet.Modelled("recording", RegisterSet.Space.MEMORY, this));
    }

    /** The accesses since the last time, for example {@code "read 2 at 0x10"}. */
    synchronized List<String> accesses() {
        List<String> portion = List.copyOf(accesses);
        accesses.clear();
        return portion;
    }

    @Override
    public long size() {
        return Bench.P;
    }

    @Override
    public synchronized long read(long offset, int width) {
        accesses.add("read %d at 0x%x".formatted(width, offset));
        return accesses.size() - 1;
    }

    @Override
    public synchronized void write(long offset, int width, long value) {
        accesses.add("write %d at 0x%x".formatted(width, offset));
    }
}
