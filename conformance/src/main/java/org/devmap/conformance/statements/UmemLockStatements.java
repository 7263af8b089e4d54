package org.devmap.conformance.statements;

/** Section 3.18: user memory lock and accounting. */
public final class UmemLockStatements {
}
