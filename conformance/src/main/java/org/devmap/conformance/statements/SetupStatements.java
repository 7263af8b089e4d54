package org.devmap.conformance.statements;

/** Section 3.6: devmem_setup, umem_setup. */
public final class SetupStatements {
}
