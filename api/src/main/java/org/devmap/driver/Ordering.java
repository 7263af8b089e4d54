package org.devmap.driver;

/**
 * devacc_attr_dataorder: how far accesses may be reordered; each permission includes the former ones. Strict order means
 * volatile access, unordered opaque; weaker ones are plain on memory and opaque on registers.
 *
 * @see <a href="https://illumos.org/man/9S/ddi_device_acc_attr">ddi_device_acc_attr(9S)</a>
 */
public enum Ordering {
    /** DDI_STRICTORDER_ACC: in program order (S-326). */
    STRICT,
    /** DDI_UNORDERED_OK_ACC: may be reordered. */
    UNORDERED,
    /** DDI_MERGING_OK_ACC: may be merged. */
    MERGING,
    /** DDI_LOADCACHING_OK_ACC: reads may come from a cache. */
    LOAD_CACHING,
    /** DDI_STORECACHING_OK_ACC: writes may stay in a cache. */
    STORE_CACHING
}
