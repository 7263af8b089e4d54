/**
 * How a device comes to another driver, or a driver to another device, while applications have it mapped; and how both
 * leave when nobody goes on for them. This room changes nodes, and is told to by {@code org.devmap.runtime.tree}; what
 * a node is, and the {@link org.devmap.runtime.device.Turnstile} before it, is in {@code org.devmap.runtime.device}.
 *
 * <p><b>The way of an exchange</b>, all of it on the device's thread, so that no two of one device overlap:
 * <ol>
 * <li>The node becomes SUSPENDED and the turnstile CLOSED. Who is inside is waited for, for the grace period; whoever
 * comes waits before it under no lock. If somebody stays inside, whoever was let in before is so again, and nothing is
 * exchanged.
 * <li>Accesses to loaded pages are held back, so that they fault and wait at the turnstile, too.
 * <li>The driver's {@code suspend} is called. Until here, and as long as it may refuse, the old side is in charge.
 * <li>{@link org.devmap.runtime.exchange.Rebinding} asks the next nexus for all it has, puts it in charge and its
 * registers behind the same sets at one moment, and connects interrupts again. If that nexus or the node has gone
 * meanwhile (ENXIO), or does not hand out what it has, nothing is exchanged, and a driver whose node is still there is
 * resumed on the old side. Or the device is gone and something else answers, or nobody, as the removal policy of each
 * mapping says.
 * {@link org.devmap.runtime.exchange.Succession} takes the driver's state as values of the JDK, lets go of every
 * reference to it, and gives the state to the next version, whenever that comes within the grace period.
 * <li>{@code resume}; what was held back is released, the turnstile is OPEN and the node ATTACHED. What the fourth
 * step has done stands: a driver that does not resume leaves, and the node is FAULTED.
 * </ol>
 *
 * <p><b>States</b> of node and turnstile between two moments of an exchange:
 * <table>
 * <caption>What stays when this room has done its work</caption>
 * <tr><th>node</th><th>turnstile</th><th>driver</th><th>who waits, for what</th></tr>
 * <tr><td>ATTACHED</td><td>OPEN</td><td>there</td><td>nobody</td></tr>
 * <tr><td>SUSPENDED, with a bequest</td><td>CLOSED</td><td>none</td>
 * <td>everybody, for the next version; the alarm ends it</td></tr>
 * <tr><td>SUSPENDED, absent</td><td>ABSENT</td><td>suspended</td>
 * <td>whose path says WAIT, for the device; of the others accesses are answered, or what is mapped is dead, and calls
 * fail ENXIO; who gives back passes</td></tr>
 * <tr><td>UNBOUND or FAULTED</td><td>OPEN</td><td>none</td><td>nobody: what was mapped is dead</td></tr>
 * </table>
 *
 * <p><b>One device, several removal policies.</b> A policy belongs to the path that was opened, as a mapping remembers
 * it and its copy in a child inherits it, and never changes. While the turnstile is closed and empty there can be no
 * new mapping, by mmap or by fork; then those of ERROR are killed, answered ones are lent, and those that wait stay
 * held. With one write the turnstile is ABSENT after that, and decides by the same paths: a fault that waited before it
 * finds its mapping dead, lent, or goes on waiting, and none is answered whose mapping should wait. What dies is told
 * to the suspended driver, as munmap is meanwhile. What answers is behind the registers themselves, of which a device
 * has one set: it is the same for all minor nodes, and for the driver.
 *
 * <p><b>Order of locks.</b> A thread that comes passes the turnstile before it takes any lock. Who calls drivers under
 * the exclusive as lock (munmap, fork, exit) enters without waiting, and lets go of the lock to wait. The device's
 * thread holds none when it calls a driver, except that of open and close around close(9E); it takes the as lock, with
 * a bound, to end mappings. The locks of node, sources and turnstile are leaves: nothing is called under them. Those of
 * register sets are described there.
 */
package org.devmap.runtime.exchange;
