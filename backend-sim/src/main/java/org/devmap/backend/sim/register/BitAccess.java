package org.devmap.backend.sim.register;

import org.devmap.RegisterDescription;

/** What may be done with a register or a field. */
public enum BitAccess {
    /** Reads and writes. */
    READ_WRITE(true, true, false),
    /** Reads; writes are refused, or ignored if other bits of the register can be written. */
    READ_ONLY(true, false, false),
    /** Writes; reads are refused, or 0 if other bits of the register can be read. */
    WRITE_ONLY(false, true, false),
    /** The first write after reset; no reads. */
    WRITE_ONCE(false, true, true),
    /** Reads, and the first write after reset. */
    READ_WRITE_ONCE(true, true, true);

    private final boolean readable;
    private final boolean writable;
    private final boolean once;

    BitAccess(boolean readable, boolean writable, boolean once) {
        this.readable = readable;
        this.writable = writable;
        this.once = once;
    }

    /**
     * Whether reads answer the value.
     *
     * @return false for write-only
     */
    public boolean isReadable() {
        return readable;
    }

    /**
     * Whether writes arrive.
     *
     * @return false for read-only
     */
    public boolean isWritable() {
        return writable;
    }

    /**
     * Whether only the first write after reset arrives.
     *
     * @return true for the two that say once
     */
    public boolean isOnce() {
        return once;
    }

    /**
     * The same for tools.
     *
     * @return who may do what
     */
    RegisterDescription.Access described() {
        if (!writable) {
            return RegisterDescription.Access.READ_ONLY;
        }
        return readable ? RegisterDescription.Access.READ_WRITE : RegisterDescription.Access.WRITE_ONLY;
    }
}
