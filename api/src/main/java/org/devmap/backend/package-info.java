/**
 * What a backend author implements. A backend has up to two roles, published separately: a
 * {@link org.devmap.backend.MemoryProvider} hosts memory; a {@link org.devmap.backend.Nexus} publishes device nodes with
 * their register sets, interrupts, DMA and configuration space. Both are services; nobody calls a backend to register it.
 *
 * <p>The framework owns the lifetime of what a backend hands out: memory outlives the service that made it and is released
 * only by the framework, after every view of it is revoked.
 */
@Export
@Version("1.1.0")
package org.devmap.backend;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
