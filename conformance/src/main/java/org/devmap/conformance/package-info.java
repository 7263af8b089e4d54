/**
 * The statements of the semantics as a suite that runs against any backend.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.devmap.conformance;
