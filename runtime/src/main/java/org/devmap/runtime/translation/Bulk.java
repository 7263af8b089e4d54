package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import org.devmap.AccessDirection;

/** What is done to a run of plain memory. */
enum Bulk {
    /** Every byte of the memory becomes the same. */
    FILL("fill", AccessDirection.WRITE) {
        @Override
        void move(MemorySegment memory, long at, long count, MemorySegment host, long hostOffset, byte value) {
            memory.asSlice(at, count).fill(value);
        }
    },
    /** From host memory. */
    COPY_FROM("copyFrom", AccessDirection.WRITE) {
        @Override
        void move(MemorySegment memory, long at, long count, MemorySegment host, long hostOffset, byte value) {
            MemorySegment.copy(host, hostOffset, memory, at, count);
        }
    },
    /** To host memory. */
    COPY_TO("copyTo", AccessDirection.READ) {
        @Override
        void move(MemorySegment memory, long at, long count, MemorySegment host, long hostOffset, byte value) {
            MemorySegment.copy(memory, at, host, hostOffset, count);
        }
    };

    private final String operation;
    private final AccessDirection direction;

    Bulk(String operation, AccessDirection direction) {
        this.operation = operation;
        this.direction = direction;
    }

    /** The method called. */
    String operation() {
        return operation;
    }

    AccessDirection direction() {
        return direction;
    }

    /** Whether it changes the memory. */
    boolean writes() {
        return direction == AccessDirection.WRITE;
    }

    /** Moves a run, inside the guard. */
    abstract void move(MemorySegment memory, long at, long count, MemorySegment host, long hostOffset, byte value);
}
