package org.devmap;

/**
 * The result of a fault, of devmap_load(9F), devmap_unload(9F), devmap_default_access(9F) and devmap_do_ctxmgt(9F):
 * 0 for success, a plain code, or a code that carries an errno in its upper bits ({@link #makeErr}). The encodings are
 * those of faultcode.h (statement table 0.2) and are preserved bit by bit.
 *
 * @param value the encoded code
 */
public record FaultCode(int value) {

    private static final int OBJECT_ERROR = 3;

    /** Success. */
    public static final FaultCode OK = new FaultCode(0);
    /** FC_HWERR: hardware error; also whatever devmap_do_ctxmgt(9F) answers for a failing context callback. */
    public static final FaultCode HWERR = new FaultCode(1);
    /** FC_ALIGN: misaligned access. */
    public static final FaultCode ALIGN = new FaultCode(2);
    /** FC_PROT: the protection forbids the access. */
    public static final FaultCode PROT = new FaultCode(4);
    /** FC_NOMAP: nothing is mapped there. */
    public static final FaultCode NOMAP = new FaultCode(5);
    /** FC_NOSUPPORT: the mapping does not support this, for example locking a remappable handle. */
    public static final FaultCode NOSUPPORT = new FaultCode(6);

    /**
     * The code with this value.
     *
     * @param value the encoded code
     * @return the code
     */
    public static FaultCode of(int value) {
        return new FaultCode(value);
    }

    /**
     * FC_MAKE_ERR(e).
     *
     * @param errno any int; bits above 23 are lost, as in C
     * @return {@code (errno << 8) | 3}
     */
    public static FaultCode makeErr(int errno) {
        return new FaultCode((errno << 8) | OBJECT_ERROR);
    }

    /**
     * FC_MAKE_ERR(e).
     *
     * @param errno the number to carry
     * @return {@code (errno << 8) | 3}
     */
    public static FaultCode makeErr(Errno errno) {
        return makeErr(errno.value());
    }

    /**
     * FC_CODE(f).
     *
     * @return the lowest 8 bits
     */
    public int code() {
        return value & 0xFF;
    }

    /**
     * FC_ERRNO(f).
     *
     * @return the upper 24 bits, unsigned: 16777215 for the bare failure -1 (S-148)
     */
    public int errnoValue() {
        return value >>> 8;
    }

    /**
     * Whether this is an FC_OBJERR, that is, whether it carries an errno.
     *
     * @return true if {@link #code()} is 3
     */
    public boolean isObjectError() {
        return code() == OBJECT_ERROR;
    }

    @Override
    public String toString() {
        if (isObjectError()) {
            int errno = errnoValue();
            String name = errno == 0 ? "0" : errno == 0xFFFFFF ? "-1" : Errno.of(errno).name();
            return "FC_MAKE_ERR(%s) 0x%04X".formatted(name, value);
        }
        return switch (value) {
            case 0 -> "success";
            case 1 -> "FC_HWERR";
            case 2 -> "FC_ALIGN";
            case 4 -> "FC_PROT";
            case 5 -> "FC_NOMAP";
            case 6 -> "FC_NOSUPPORT";
            default -> "fault code 0x%X".formatted(value);
        };
    }
}
