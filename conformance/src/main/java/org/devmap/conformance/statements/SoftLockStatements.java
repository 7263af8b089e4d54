package org.devmap.conformance.statements;

/** Section 3.13: soft lock (kernel I/O to the mapping). */
public final class SoftLockStatements {
}
