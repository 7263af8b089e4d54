package org.devmap.runtime.handle;

import org.devmap.driver.Endian;
import org.devmap.driver.Ordering;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.umem.Cookie;

/**
 * What is behind a handle, and how it is accessed. Immutable; a remap replaces it as a whole. It knows nothing of the handle, so that
 * handles that show the same memory at the same user offsets can share one.
 *
 * @param kind device memory, kernel memory, or nothing
 * @param source the frames; null with kind NONE, or if the memory of an invalid handle was never stored
 * @param bias what to add to a user offset to get the byte of the source
 * @param registers whether accesses have effects, so that it cannot be handed out as raw memory
 * @param invalid whether nothing may be loaded although it is there (DEVMAP_MAPPING_INVALID)
 * @param cookie the cookie of kernel memory, else null
 * @param attributes order and caching
 * @param name in words
 */
public record Backing(Kind kind, FrameSource source, long bias, boolean registers, boolean invalid, Cookie cookie,
                      Attributes attributes, String name) {

    /** Nothing. */
    static final Backing NONE = new Backing(Kind.NONE, null, 0, false, false, null, Attributes.ofDevice(null), "none");

    /** The two kinds that 2.12 treats differently. */
    public enum Kind {
        /** Without setup. */
        NONE,
        /** Frames of a register set. */
        DEVICE,
        /** A cookie. */
        UMEM
    }

    /** Frames of a device. */
    static Backing device(FrameSource source, long bias, boolean registers, Attributes attributes, String name) {
        return new Backing(Kind.DEVICE, source, bias, registers, false, null, attributes, name);
    }

    /** A device range that was not even asked for. */
    static Backing invalidDevice(long bias, Attributes attributes) {
        return new Backing(Kind.DEVICE, null, bias, true, true, null, attributes, "invalid");
    }

    /** A range of a cookie. */
    static Backing umem(Cookie cookie, long bias, Attributes attributes, String name) {
        return new Backing(Kind.UMEM, cookie.frames(), bias, false, false, cookie, attributes, name);
    }

    /** A cookie that was checked and not stored. */
    static Backing invalidUmem(long bias, Attributes attributes) {
        return new Backing(Kind.UMEM, null, bias, false, true, null, attributes, "invalid");
    }

    /** One object of drv_mmap: as it is accessed where it lies. */
    static Backing object(FrameSource source, long bias, AccessKind kind) {
        Ordering ordering = kind == AccessKind.PLAIN ? Ordering.STORE_CACHING : Ordering.STRICT;
        Attributes attributes = new Attributes(ordering, Attributes.Cache.CACHED, Endian.NEVERSWAP);
        return new Backing(Kind.DEVICE, source, bias, kind != AccessKind.PLAIN, false, null, attributes, "drv_mmap");
    }

    /** How memory is accessed. */
    public AccessKind access() {
        return AccessKind.of(attributes.ordering(), registers);
    }

    /** The byte of the source at a user offset. */
    long sourceOffset(long uoff) {
        return kind == Kind.NONE ? 0 : uoff + bias;
    }

    Backing withInvalid(boolean newInvalid) {
        return new Backing(kind, source, bias, registers, newInvalid, cookie, attributes, name);
    }
}
