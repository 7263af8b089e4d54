/**
 * A declarative register model. A {@link org.devmap.backend.sim.register.Register} says what a register is like: offset,
 * width, access, fields, what a read and a write do besides transferring the value. A
 * {@link org.devmap.backend.sim.register.RegisterFile} holds their state and answers accesses as hardware does; what cannot
 * be said in a table is a {@link org.devmap.backend.sim.register.Port}.
 */
@Export
@Version("1.0.0")
package org.devmap.backend.sim.register;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
