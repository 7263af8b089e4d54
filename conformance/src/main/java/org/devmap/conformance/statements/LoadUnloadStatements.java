package org.devmap.conformance.statements;

/** Section 3.11: load and unload. */
public final class LoadUnloadStatements {
}
