package org.devmap.conformance.statements;

/** Section 3.23: concurrency and races. */
public final class ConcurrencyStatements {
}
