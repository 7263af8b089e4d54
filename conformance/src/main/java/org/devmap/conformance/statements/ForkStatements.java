package org.devmap.conformance.statements;

/** Section 3.15: fork. */
public final class ForkStatements {
}
