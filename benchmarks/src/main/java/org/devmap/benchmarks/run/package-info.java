/** From a row to its result: processes that measure, intervals, verdicts. */
package org.devmap.benchmarks.run;
