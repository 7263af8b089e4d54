package org.devmap.conformance.statements;

/** Section 3.10: faults and access callback. */
public final class FaultStatements {
}
