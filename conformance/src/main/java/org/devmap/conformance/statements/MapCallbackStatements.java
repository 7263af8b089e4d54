package org.devmap.conformance.statements;

/** Section 3.9: map callback. */
public final class MapCallbackStatements {
}
