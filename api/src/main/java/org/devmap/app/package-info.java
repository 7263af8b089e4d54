/**
 * What an application sees: an {@link org.devmap.app.AddressSpace} (its process), the {@link org.devmap.app.DeviceFile}s it
 * opens there, and the {@link org.devmap.app.Mapping}s it makes of them. In a framework every bundle gets an address space of
 * its own as a service; when the bundle stops, everything in it is unmapped and closed.
 */
@Export
@Version("1.0.0")
package org.devmap.app;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
