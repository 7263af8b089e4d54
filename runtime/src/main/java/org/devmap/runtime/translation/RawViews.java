package org.devmap.runtime.translation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The one place with a restricted call of the foreign-memory API: a view of memory in an arena of its own, which can be taken
 * away by closing that arena. Needs native access.
 */
public final class RawViews {

    /** All native memory at its own addresses, which no closing takes away; null without native access. Nobody sees it outside. */
    static final MemorySegment NATIVE = isPossible() ? everything() : null;

    private RawViews() {
    }

    /**
     * Whether views can be made.
     *
     * @return true if this module may make restricted calls
     */
    public static boolean isPossible() {
        return RawViews.class.getModule().isNativeAccessEnabled();
    }

    /**
     * What to do where they cannot.
     *
     * @return one sentence
     */
    public static String remedy() {
        return "raw segments need native access: start java with --enable-native-access="
                + (RawViews.class.getModule().isNamed() ? RawViews.class.getModule().getName() : "ALL-UNNAMED");
    }

    /**
     * A view of memory that lives as long as an arena. The memory itself must outlive the arena: it is the caller's to see to
     * that.
     *
     * @param memory native memory
     * @param arena the lifetime of the view
     * @return the view
     */
    @SuppressWarnings("restricted")
    public static MemorySegment of(MemorySegment memory, Arena arena) {
        return MemorySegment.ofAddress(memory.address()).reinterpret(memory.byteSize(), arena, null);
    }

    /** A view of native memory that is not taken away. */
    @SuppressWarnings("restricted")
    static MemorySegment unbounded(long nativeAddress, long bytes) {
        return MemorySegment.ofAddress(nativeAddress).reinterpret(bytes);
    }

    private static MemorySegment everything() {
        return unbounded(0, Long.MAX_VALUE);
    }
}
