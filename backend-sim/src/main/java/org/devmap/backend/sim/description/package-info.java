/**
 * Devices described in files, whatever the format: what was read, and everything that is wrong with a file in one report.
 */
package org.devmap.backend.sim.description;
