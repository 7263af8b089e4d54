/**
 * Reads our own form of register descriptions: a line for each thing, words in any order after its name. It says what
 * CMSIS-SVD cannot: bits that clear themselves, data ports, counters, the widths of accesses. The README of this module
 * describes it.
 */
package org.devmap.backend.sim.text;
