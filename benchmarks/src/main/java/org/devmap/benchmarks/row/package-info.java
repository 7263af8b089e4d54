/**
 * The rows of all tables.
 *
 * <p>Both sides of a row read and write the same bytes, in loops of the same shape, that differ in nothing but the
 * access.
 */
package org.devmap.benchmarks.row;
