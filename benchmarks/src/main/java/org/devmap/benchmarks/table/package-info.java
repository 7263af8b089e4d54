/** What is measured: tables of rows, each with two sides and, mostly, a target for their ratio. */
package org.devmap.benchmarks.table;
