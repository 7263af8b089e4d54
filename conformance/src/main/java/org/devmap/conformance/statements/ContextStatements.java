package org.devmap.conformance.statements;

/** Section 3.12: context management. */
public final class ContextStatements {
}
