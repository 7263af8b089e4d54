package org.devmap.conformance.statements;

/** Section 3.5: protection, maxprot, mprotect. */
public final class ProtectionStatements {
}
