package org.devmap.conformance.statements;

/** Section 3.14: remap. */
public final class RemapStatements {
}
