/**
 * Which devices are there, while they come and go: {@link org.devmap.backend.uio.presence.Population} publishes and
 * withdraws, {@link org.devmap.backend.uio.presence.ArrivalWatch} knows when it is worth to look.
 *
 * <p>Arrivals and departures are noticed by watching {@code /dev}, which the kernel itself keeps up to date, and by a
 * slow look at sysfs, which always tells the truth: it is all there is in a container whose {@code /dev} nobody keeps.
 * Messages of the kernel (netlink) would come no earlier, need a socket that sandboxes forbid, and still ask for looks
 * at sysfs, because they are sent before a device's regions are there.
 */
package org.devmap.backend.uio.presence;
