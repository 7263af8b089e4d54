/**
 * Writes down every access to the registers of a device, and plays it back against a model to find the first difference.
 */
@Export
@Version("1.1.0")
package org.devmap.backend.sim.record;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
