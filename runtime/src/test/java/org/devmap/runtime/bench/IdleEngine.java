package org.devmap.runtime.bench;

import org.devmap.IoDirection;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DmaEngine;

/** Could reach memory where it was bound, if it did anything. */
public final class IdleEngine implements DmaEngine {

    @Override
    public Bound bind(BackendMemory memory, long off, long len, IoDirection direction) {
        return new Bound() {

            @Override
            public long deviceAddress() {
                return 0;
            }

            @Override
            public void sync(long at, long length, IoDirection way) {
                // Nothing is cached.
            }

            @Override
            public void unbind() {
                // Nothing to give back.
            }
        };
    }
}
