/**
 * A devmap system of one's own, without a framework: for embedding, for tests of drivers with plain JUnit, for benchmarks
 * and for the conformance suite. {@link org.devmap.embed.DevmapSystem#create} finds the runtime with
 * {@link java.util.ServiceLoader}; nothing but this bundle is needed at compile time.
 *
 * <p>In a framework the runtime publishes one system's {@link org.devmap.embed.DevmapAdmin} as a service, and a
 * {@link org.devmap.embed.DevmapSystemFactory} that makes more of them.
 */
@Export
@Version("1.1.0")
package org.devmap.embed;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
