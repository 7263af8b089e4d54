package org.devmap.driver;

/**
 * devacc_attr_endian_flags: how ddi_get and ddi_put see multi-byte data. User mappings are always raw (S-318).
 *
 * @see <a href="https://illumos.org/man/9S/ddi_device_acc_attr">ddi_device_acc_attr(9S)</a>
 */
public enum Endian {
    /** DDI_NEVERSWAP_ACC: host order. */
    NEVERSWAP,
    /** DDI_STRUCTURE_LE_ACC: the device is little-endian. */
    LITTLE,
    /** DDI_STRUCTURE_BE_ACC: the device is big-endian. */
    BIG
}
