/** Results for people and programs: text, JSON, charts, and a dated folder with all of them. */
package org.devmap.benchmarks.report;
