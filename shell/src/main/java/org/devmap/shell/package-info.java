/**
 * Gogo commands that show and steer a running system, in the scope {@code devmap}. They draw from
 * {@link org.devmap.embed.DevmapAdmin} and its snapshot and from nothing else, and answer with text.
 *
 * <p>The commands are grouped by what they are about: {@link org.devmap.shell.DeviceCommands},
 * {@link org.devmap.shell.MemoryCommands}, {@link org.devmap.shell.RegisterCommands}, {@link org.devmap.shell.WatchCommands},
 * {@link org.devmap.shell.AdministrationCommands}. What they have in common is a class for each concern: the layout of a table,
 * how figures are written and read, the arguments of a command, a place in a register set. Every command takes its words as
 * they were typed: Gogo's own conversion would answer a wrong number of them with a list of Java types.
 */
package org.devmap.shell;
