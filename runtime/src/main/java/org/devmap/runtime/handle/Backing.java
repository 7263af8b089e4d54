package org.devmap.runtime.handle;

import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.umem.Cookie;

/**
 * What is behind a handle.
 *
 * @param kind device memory, kernel memory, or nothing
 * @param source the frames; null with kind NONE, or if the handle was set up invalid and its memory never stored
 * @param offset byte of the source at the handle's first byte; advances with the front
 * @param access how memory is accessed
 * @param registers whether accesses have effects, so that it cannot be handed out as raw memory
 * @param cookie the cookie of kernel memory, else null
 * @param name in words
 */
public record Backing(Kind kind, FrameSource source, long offset, AccessKind access, boolean registers, Cookie cookie,
                      String name) {

    /** Nothing. */
    public static final Backing NONE = new Backing(Kind.NONE, null, 0, AccessKind.PLAIN, false, null, "none");

    /** The two kinds that 2.12 treats differently. */
    public enum Kind {
        /** Without setup. */
        NONE,
        /** Frames of a register set. */
        DEVICE,
        /** A cookie. */
        UMEM
    }

    Backing advancedBy(long bytes) {
        return new Backing(kind, source, offset + bytes, access, registers, cookie, name);
    }
}
