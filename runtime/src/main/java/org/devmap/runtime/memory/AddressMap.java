package org.devmap.runtime.memory;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.devmap.Pages;
import org.devmap.runtime.translation.AccessKind;

/**
 * Addresses that the runtime makes up: kernel addresses of umem and mapped registers, physical addresses of register sets. They
 * are numbers to be handed back to the runtime, stable while the object lives, and never native pointers. Between two ranges lies at
 * least one page that belongs to nothing.
 */
public final class AddressMap {

    /**
     * A range of addresses.
     *
     * @param start first address, page aligned
     * @param size bytes that belong to the object; perhaps no page multiple
     * @param source what is there
     * @param sourceOffset byte of the source at start
     * @param kind how memory there is accessed
     */
    public record Range(long start, long size, FrameSource source, long sourceOffset, AccessKind kind) {

        /** Whether some bytes lie inside. */
        boolean contains(long address, long length) {
            long offset = address - start;
            return offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
        }
    }

    private final NavigableMap<Long, Range> ranges = new TreeMap<>();
    private long next;

    /**
     * An empty map.
     *
     * @param first the first address to hand out, page aligned
     */
    public AddressMap(long first) {
        next = first;
    }

    /**
     * Assigns addresses.
     *
     * @param size bytes
     * @param source what is there
     * @param sourceOffset byte of the source at the first address
     * @param kind how memory there is accessed
     * @return the range
     */
    public synchronized Range assign(long size, FrameSource source, long sourceOffset, AccessKind kind) {
        Range range = new Range(next, size, source, sourceOffset, kind);
        ranges.put(next, range);
        next += Pages.roundUp(size) + Pages.SIZE;
        return range;
    }

    /**
     * Takes addresses back. They are never assigned again.
     *
     * @param range what {@link #assign} answered
     */
    public synchronized void remove(Range range) {
        ranges.remove(range.start());
    }

    /**
     * The range that holds some bytes.
     *
     * @param address the first
     * @param length how many
     * @return the range; empty if not all of them belong to one object
     */
    public synchronized Optional<Range> find(long address, long length) {
        return Optional.ofNullable(ranges.floorEntry(address)).map(Map.Entry::getValue)
                .filter(range -> range.contains(address, length));
    }
}
