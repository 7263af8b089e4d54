package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.devmap.backend.RegisterModel;

/**
 * Where the bytes of a {@link Residence} are at a moment. Sealed, so that whoever adds a kind of place sees everybody
 * who asks.
 */
sealed interface Place {

    /**
     * The memory of a byte.
     *
     * @param offset byte in the residence
     * @return memory of the size of the whole, to be accessed at this offset up to the end of its chunk; null if the
     *     bytes are on the move, or a model answers
     */
    MemorySegment at(long offset);

    /**
     * Everything lies in one memory.
     *
     * @param memory the memory
     */
    record Whole(MemorySegment memory) implements Place {

        @Override
        public MemorySegment at(long offset) {
            return memory;
        }
    }

    /** Everything is on the move: nobody accesses anything. */
    record Away() implements Place {

        @Override
        public MemorySegment at(long offset) {
            return null;
        }
    }

    /**
     * A register model answers for everything.
     *
     * @param model the behaviour
     */
    record Modelled(RegisterModel model) implements Place {

        @Override
        public MemorySegment at(long offset) {
            return null;
        }
    }

    /**
     * Each chunk lies in one of several memories, or is on the move.
     *
     * @param chunks by number; null while on the move
     */
    record Mixed(AtomicReferenceArray<MemorySegment> chunks) implements Place {

        static Mixed of(MemorySegment memory) {
            int count = Math.toIntExact(Math.ceilDiv(memory.byteSize(), Residence.CHUNK));
            AtomicReferenceArray<MemorySegment> chunks = new AtomicReferenceArray<>(count);
            for (int chunk = 0; chunk < count; chunk++) {
                chunks.setPlain(chunk, memory);
            }
            return new Mixed(chunks);
        }

        @Override
        public MemorySegment at(long offset) {
            return chunks.get((int) (offset / Residence.CHUNK));
        }
    }
}
