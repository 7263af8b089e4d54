package org.devmap;

/**
 * The C data model of a process. The framework itself is LP64; an ILP32 process exists so that drivers that redirect by
 * model can be used and tested (section 1.5).
 *
 * @param bits DDI_MODEL_* value; only the bits of the mask 0x0FF00000 count
 * @see <a href="https://illumos.org/man/9F/ddi_model_convert_from">ddi_model_convert_from(9F)</a>
 */
public record DataModel(int bits) {

    /** DDI_MODEL_NONE: no conversion needed. */
    public static final DataModel NONE = new DataModel(0);
    /** DDI_MODEL_ILP32: 32-bit int, long and pointers. */
    public static final DataModel ILP32 = new DataModel(0x00100000);
    /** DDI_MODEL_LP64: 64-bit long and pointers; the model of the framework. */
    public static final DataModel LP64 = new DataModel(0x00200000);

    private static final int MASK = 0x0FF00000;

    /**
     * ddi_model_convert_from(9F): whether structures must be converted for a process of this model.
     *
     * @return {@link #NONE} for the native model LP64 (S-309), else the model itself without extra bits (S-310, S-313)
     */
    public DataModel convertFrom() {
        DataModel model = new DataModel(bits & MASK);
        return model.equals(LP64) ? NONE : model;
    }

    @Override
    public String toString() {
        return equals(NONE) ? "NONE" : equals(ILP32) ? "ILP32" : equals(LP64) ? "LP64" : "model 0x%x".formatted(bits);
    }
}
