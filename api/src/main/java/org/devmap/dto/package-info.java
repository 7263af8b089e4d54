/**
 * The state of a system as plain records: what shells, metrics, web pages and tests draw from, and nothing else. Snapshots are
 * immutable and refer to nothing alive.
 */
@Export
@Version("1.1.0")
package org.devmap.dto;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
