package org.devmap.conformance.statements;

/** Section 3.22: drv_mmap and drv_munmap. */
public final class DrvMmapStatements {
}
