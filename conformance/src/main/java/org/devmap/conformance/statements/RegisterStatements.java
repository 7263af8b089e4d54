package org.devmap.conformance.statements;

/** Section 3.20: registers, attributes, nexus. */
public final class RegisterStatements {
}
