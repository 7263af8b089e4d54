/** Sides that are processes of their own, and how processes are started. */
package org.devmap.benchmarks.process;
