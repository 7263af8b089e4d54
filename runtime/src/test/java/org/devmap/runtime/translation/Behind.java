package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import org.devmap.backend.RegisterModel;

/** What can be behind pages: memory that is accessed in one way or another, or a model, which decides that for itself. */
enum Behind {
    PLAIN(AccessKind.PLAIN),
    OPAQUE(AccessKind.OPAQUE),
    VOLATILE(AccessKind.VOLATILE),
    MODELLED(AccessKind.VOLATILE);

    private final AccessKind kind;

    Behind(AccessKind kind) {
        this.kind = kind;
    }

    /** How memory is accessed. */
    AccessKind kind() {
        return kind;
    }

    /** The bytes themselves, or registers that keep their values there. */
    FrameRun frames(MemorySegment bytes, Function<MemorySegment, RegisterModel> registers, long bias) {
        return this == MODELLED ? model(registers.apply(bytes), bias) : FrameRun.memory(bytes, kind, bias);
    }

    static FrameRun model(RegisterModel model, long bias) {
        return FrameRun.memory(new Residence(model), MODELLED.kind, bias);
    }
}
