/**
 * The statements of docs/semantics.md as a suite that runs against any backend: what a
 * {@linkplain org.devmap.conformance.Backend backend} answers to be tested, and how a
 * {@linkplain org.devmap.conformance.Statement statement} is marked.
 *
 * <p>Somebody who writes a backend extends {@link org.devmap.conformance.junit.BackendContract}, or runs the command
 * {@code conformance} in a framework. Somebody who writes a statement finds the fixture in
 * {@link org.devmap.conformance.bench.Bench}.
 */
@Export
@Version("0.1.0")
package org.devmap.conformance;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
