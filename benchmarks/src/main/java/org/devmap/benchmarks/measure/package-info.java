/** How it is measured: samples in pairs, by turns, and what can be said of their ratios. */
package org.devmap.benchmarks.measure;
