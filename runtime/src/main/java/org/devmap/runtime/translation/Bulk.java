package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import org.devmap.AccessDirection;

/**
 * A bulk operation: how it moves a run of plain memory, and how it stores to device memory or takes a load from it.
 *
 * @param operation the method called
 * @param direction read or write
 * @param plain moves a run of plain memory in one go
 * @param datum what a store stores; null for reading
 * @param sink takes what was loaded; null for writing
 */
record Bulk(String operation, AccessDirection direction, PlainRun plain, Datum datum, Sink sink) {

    /** Moves a run of plain memory, inside the guard. */
    interface PlainRun {
        void move(MemorySegment memory, long at, long done, long count);
    }

    /** The datum of a store to device memory. */
    interface Datum {
        long at(long done, int width);
    }

    /** Takes the datum of a load from device memory. */
    interface Sink {
        void put(long done, int width, long value);
    }
}
