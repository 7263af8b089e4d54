package org.devmap.conformance.statements;

/** Section 3.16: unmap. */
public final class UnmapStatements {
}
