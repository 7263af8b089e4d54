package org.devmap.conformance.statements;

/** Section 3.4: offsets, ENXIO versus EINVAL, overflow. */
public final class OffsetStatements {
}
