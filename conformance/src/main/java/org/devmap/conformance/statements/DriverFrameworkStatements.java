package org.devmap.conformance.statements;

/** Section 3.21: driver framework. */
public final class DriverFrameworkStatements {
}
