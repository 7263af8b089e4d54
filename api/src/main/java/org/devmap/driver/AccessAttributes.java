package org.devmap.driver;

import java.util.Objects;

/**
 * ddi_device_acc_attr: how a device's memory is accessed.
 *
 * @param endian how ddi_get and ddi_put see multi-byte data
 * @param ordering how far accesses may be reordered
 * @param cautious whether accesses may hit nothing and must then fail instead (DDI_CAUTIOUS_ACC)
 * @see <a href="https://illumos.org/man/9S/ddi_device_acc_attr">ddi_device_acc_attr(9S)</a>
 */
public record AccessAttributes(Endian endian, Ordering ordering, boolean cautious) {

    /** What null means: never swap, strict order (S-107). */
    public static final AccessAttributes DEFAULT = new AccessAttributes(Endian.NEVERSWAP, Ordering.STRICT, false);

    /** Refuses null. */
    public AccessAttributes {
        Objects.requireNonNull(endian, "endian");
        Objects.requireNonNull(ordering, "ordering");
    }

    /**
     * Attributes of these kinds, not cautious.
     *
     * @param endian how ddi_get and ddi_put see multi-byte data
     * @param ordering how far accesses may be reordered
     * @return the attributes
     */
    public static AccessAttributes of(Endian endian, Ordering ordering) {
        return new AccessAttributes(endian, ordering, false);
    }
}
