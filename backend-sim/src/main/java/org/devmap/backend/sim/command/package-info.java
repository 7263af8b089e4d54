/**
 * What a user of the shell and of the command line can order from the simulation: devices made of description files, faults,
 * recordings. The commands are services of the Gogo whiteboard and need nothing of Gogo but, for their help, its annotations.
 */
package org.devmap.backend.sim.command;
