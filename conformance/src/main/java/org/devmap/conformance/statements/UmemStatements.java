package org.devmap.conformance.statements;

/** Section 3.17: umem allocation and free. */
public final class UmemStatements {
}
