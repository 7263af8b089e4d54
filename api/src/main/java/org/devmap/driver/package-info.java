/**
 * What a driver author sees: implement {@link org.devmap.driver.DeviceDriver}, describe its entry points with
 * {@link org.devmap.driver.CbOps}, export memory from devmap(9E) with {@link org.devmap.driver.UmemSetup} or
 * {@link org.devmap.driver.DevmemSetup}, and follow its mappings with {@link org.devmap.driver.MappingCallbacks}.
 *
 * <p>A driver is a bundle that registers its {@code DeviceDriver} as a service with the property
 * {@value org.devmap.driver.DeviceDriver#COMPATIBLE}. The same jar runs on the simulator and on hardware: everything it needs from its
 * device comes through {@link org.devmap.driver.DeviceInfo}.
 *
 * <p>Types marked {@code @ProviderType} are implemented by the framework, those marked {@code @ConsumerType} by drivers.
 */
@Export
@Version("1.0.0")
package org.devmap.driver;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
