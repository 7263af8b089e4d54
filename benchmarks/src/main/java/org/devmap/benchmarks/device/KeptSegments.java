package org.devmap.benchmarks.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.devmap.DdiException;
import org.devmap.app.Mapping;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;

/**
 * A provider on the class path, overlooked: what it hands out is remembered, so that the other side can use the same
 * memory.
 */
final class KeptSegments implements MemoryProvider {

    private final MemoryProvider provider;
    private final String name;
    private final List<BackendMemory> kept = new CopyOnWriteArrayList<>();

    private KeptSegments(MemoryProvider provider, String name) {
        this.provider = provider;
        this.name = name;
    }

    static KeptSegments of(String name) {
        return of(name, name);
    }

    /** The same under another name: as if it were another provider. */
    static KeptSegments of(String name, String called) {
        return ServiceLoader.load(MemoryProvider.class).stream().map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(name)).findFirst()
                .map(provider -> new KeptSegments(provider, called))
                .orElseThrow(() -> new IllegalStateException("no memory provider '" + name + "' on the class path"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public BackendMemory allocate(MemoryRequest request) throws DdiException {
        BackendMemory memory = provider.allocate(request);
        kept.add(memory);
        return memory;
    }

    /**
     * The memory behind a mapping of offset 0, as a raw segment in a shared arena. Found by writing through the
     * mapping, so that it cannot be another one.
     */
    @SuppressWarnings("restricted")
    MemorySegment behind(Mapping mapping, Arena arena) {
        long before = mapping.getLong(0);
        try {
            for (long mark = 1; mark <= 2; mark++) {
                mapping.setLong(0, mark << 32);
                long wanted = mapping.getLong(0);
                List<BackendMemory> same = kept.stream()
                        .filter(memory -> memory.segment().byteSize() >= mapping.length()
                        && memory.segment().get(ValueLayout.JAVA_LONG, 0) == wanted).toList();
                if (same.size() == 1) {
                    MemorySegment whole = same.getFirst().segment();
                    return whole.reinterpret(arena, null).asSlice(0, mapping.length());
                }
            }
            throw new IllegalStateException("no memory of " + name() + " shows what was written through " + mapping);
        } finally {
            mapping.setLong(0, before);
        }
    }
}
