/**
 * The suite under JUnit: one class to extend for somebody who writes a backend. Needs JUnit Jupiter 5, which the rest of the
 * bundle does not.
 */
@Export
@Version("0.1.0")
package org.devmap.conformance.junit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
