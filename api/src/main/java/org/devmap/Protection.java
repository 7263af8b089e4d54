package org.devmap;

import java.util.StringJoiner;

/**
 * A set of PROT_* bits: what may be done with a page. Values of statement table 0.2.
 *
 * @param bits the mask; any int is accepted where C accepts it, and checked where it is used
 * @see <a href="https://illumos.org/man/2/mmap">mmap(2), mprotect(2)</a>
 */
public record Protection(int bits) {

    /** PROT_NONE. */
    public static final Protection NONE = new Protection(0);
    /** PROT_READ. */
    public static final Protection READ = new Protection(1);
    /** PROT_WRITE. */
    public static final Protection WRITE = new Protection(2);
    /** PROT_EXEC. */
    public static final Protection EXEC = new Protection(4);
    /** PROT_USER; the framework adds it to every user request, a driver's maxprot must contain it (S-076). */
    public static final Protection USER = new Protection(8);
    /** PROT_READ | PROT_WRITE. */
    public static final Protection READ_WRITE = new Protection(3);
    /** PROT_ALL: read, write, execute, user. */
    public static final Protection ALL = new Protection(15);

    /**
     * The protection with these bits.
     *
     * @param bits the mask
     * @return the protection
     */
    public static Protection of(int bits) {
        return new Protection(bits);
    }

    /**
     * This and those bits.
     *
     * @param more the bits to add
     * @return the union
     */
    public Protection with(Protection more) {
        return new Protection(bits | more.bits);
    }

    /**
     * This without those bits.
     *
     * @param fewer the bits to take away
     * @return the difference
     */
    public Protection without(Protection fewer) {
        return new Protection(bits & ~fewer.bits);
    }

    /**
     * The bits in both.
     *
     * @param other the other mask
     * @return the intersection
     */
    public Protection and(Protection other) {
        return new Protection(bits & other.bits);
    }

    /**
     * Whether all of those bits are here.
     *
     * @param wanted the bits looked for
     * @return true if none is missing
     */
    public boolean contains(Protection wanted) {
        return (bits & wanted.bits) == wanted.bits;
    }

    @Override
    public String toString() {
        if (bits == 0) {
            return "NONE";
        }
        StringJoiner names = new StringJoiner("|");
        String[] known = {"READ", "WRITE", "EXEC", "USER"};
        for (int i = 0; i < known.length; i++) {
            if ((bits & 1 << i) != 0) {
                names.add(known[i]);
            }
        }
        if ((bits & ~ALL.bits) != 0) {
            names.add("0x%x".formatted(bits & ~ALL.bits));
        }
        return names.toString();
    }
}
