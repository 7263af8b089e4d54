/**
 * Simulated devices: the memory provider and the nexus named {@code sim}. A device comes from a
 * {@link org.devmap.backend.sim.SimDevice}: one of the built-in kinds, chosen by configuration, or a service of anybody's.
 * Registers with behaviour are put together in {@link org.devmap.backend.sim.register}.
 */
@Export
@Version("1.1.0")
package org.devmap.backend.sim;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
