/**
 * The fixture of the statements, and a bench for drivers: a fresh system with a device, a scriptable driver that records every
 * call, processes that touch memory, and a clock that moves only when told to.
 *
 * <p>{@link org.devmap.conformance.bench.Bench} is where to begin; {@link org.devmap.conformance.bench.TestDriver} is scripted
 * with {@link org.devmap.conformance.bench.Export}, {@link org.devmap.conformance.bench.Layout} or a lambda;
 * {@link org.devmap.conformance.bench.Journal} holds what the driver was asked; what an access or a call comes to is an
 * {@link org.devmap.conformance.bench.Outcome}.
 */
@Export
@Version("0.1.0")
package org.devmap.conformance.bench;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
