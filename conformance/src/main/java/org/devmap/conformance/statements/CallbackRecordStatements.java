package org.devmap.conformance.statements;

/** Section 3.7: callback control record. */
public final class CallbackRecordStatements {
}
