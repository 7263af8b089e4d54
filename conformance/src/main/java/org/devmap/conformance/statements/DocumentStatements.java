package org.devmap.conformance.statements;

/** Section 3.24: statements added from the originating documents. */
public final class DocumentStatements {
}
