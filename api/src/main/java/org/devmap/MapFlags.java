package org.devmap;

import java.util.StringJoiner;

/**
 * A set of MAP_* bits of mmap(2). A driver's map callback receives the raw bits of the request: test with
 * {@link #contains} or {@link #type}, never with equality (S-134).
 *
 * @param bits the mask; undefined bits are accepted here and refused by mmap (S-004)
 * @see <a href="https://illumos.org/man/2/mmap">mmap(2)</a>
 */
public record MapFlags(int bits) {

    /** MAP_SHARED. */
    public static final MapFlags SHARED = new MapFlags(1);
    /** MAP_PRIVATE: for devmap still no copy; refused without an access callback (S-123, S-126). */
    public static final MapFlags PRIVATE = new MapFlags(2);
    /** MAP_FIXED: at exactly this address, replacing what is there. */
    public static final MapFlags FIXED = new MapFlags(0x10);
    /** MAP_NORESERVE. */
    public static final MapFlags NORESERVE = new MapFlags(0x40);
    /** MAP_LOW32, internal to the kernel. */
    public static final MapFlags LOW32 = new MapFlags(0x80);
    /** MAP_ANON; refused with a file (2.1). */
    public static final MapFlags ANON = new MapFlags(0x100);
    /** MAP_ALIGN: the address argument is the alignment wanted, a power of two of at least a page (D-10). */
    public static final MapFlags ALIGN = new MapFlags(0x200);
    /** MAP_TEXT. */
    public static final MapFlags TEXT = new MapFlags(0x400);
    /** MAP_INITDATA. */
    public static final MapFlags INITDATA = new MapFlags(0x800);

    /** All bits that mmap(2) defines for a user. */
    public static final MapFlags DEFINED = new MapFlags(0x1 | 0x2 | 0x10 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800);

    private static final int TYPE_MASK = 0xF;

    /**
     * The flags with these bits.
     *
     * @param bits the mask
     * @return the flags
     */
    public static MapFlags of(int bits) {
        return new MapFlags(bits);
    }

    /**
     * This and those flags.
     *
     * @param more the flags to add
     * @return the union
     */
    public MapFlags with(MapFlags more) {
        return new MapFlags(bits | more.bits);
    }

    /**
     * This without those flags.
     *
     * @param fewer the flags to take away
     * @return the difference
     */
    public MapFlags without(MapFlags fewer) {
        return new MapFlags(bits & ~fewer.bits);
    }

    /**
     * Whether all of those bits are here. For the sharing type use {@link #type}.
     *
     * @param wanted the bits looked for
     * @return true if none is missing
     */
    public boolean contains(MapFlags wanted) {
        return (bits & wanted.bits) == wanted.bits;
    }

    /**
     * The sharing type, {@code flags & MAP_TYPE}.
     *
     * @return {@link #SHARED}, {@link #PRIVATE}, or something that mmap refuses
     */
    public MapFlags type() {
        return new MapFlags(bits & TYPE_MASK);
    }

    @Override
    public String toString() {
        StringJoiner names = new StringJoiner("|");
        int[] values = {1, 2, 0x10, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800};
        String[] known = {"SHARED", "PRIVATE", "FIXED", "NORESERVE", "LOW32", "ANON", "ALIGN", "TEXT", "INITDATA"};
        for (int i = 0; i < values.length; i++) {
            if ((bits & values[i]) != 0) {
                names.add(known[i]);
            }
        }
        int rest = bits & ~DEFINED.bits;
        if (rest != 0 || bits == 0) {
            names.add("0x%x".formatted(rest));
        }
        return names.toString();
    }
}
