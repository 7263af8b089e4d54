package org.devmap.conformance.statements;

/** Section 3.3: devmap(9E) loop, maplen, several handles. */
public final class DevmapLoopStatements {
}
