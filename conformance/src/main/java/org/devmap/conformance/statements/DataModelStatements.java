package org.devmap.conformance.statements;

/** Section 3.19: data model. */
public final class DataModelStatements {
}
