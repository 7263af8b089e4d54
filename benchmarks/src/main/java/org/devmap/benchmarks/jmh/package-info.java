/** Rows of loops under JMH, for full runs. */
package org.devmap.benchmarks.jmh;
