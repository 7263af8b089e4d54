/**
 * Entry points, cookies, callback contracts, application view, backend contract and DTOs of devmap.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.devmap;
