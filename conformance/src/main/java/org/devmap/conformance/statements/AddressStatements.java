package org.devmap.conformance.statements;

/** Section 3.8: MAP_PRIVATE, MAP_FIXED, MAP_ALIGN, address choice. */
public final class AddressStatements {
}
