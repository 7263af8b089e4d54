/**
 * The vocabulary that drivers, applications and backends share: error numbers, fault codes, protections, map flags,
 * pages, device numbers, and the exceptions in which they travel. Values only, no behaviour of the framework.
 *
 * <p>Numbers in Javadoc such as S-150 or D-4 are statements of {@code docs/semantics.md}.
 */
@Export
@Version("1.0.0")
package org.devmap;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
