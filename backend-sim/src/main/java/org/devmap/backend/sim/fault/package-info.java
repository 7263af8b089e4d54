/**
 * Faults on demand, for trying how drivers and applications bear them. {@link org.devmap.backend.sim.fault.Faults} is the way
 * in, a service in a framework; {@link org.devmap.backend.sim.fault.FaultDesk} is it in plain Java.
 */
@Export
@Version("1.1.0")
package org.devmap.backend.sim.fault;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
