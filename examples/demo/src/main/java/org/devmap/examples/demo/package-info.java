/**
 * How an example takes part in the command {@code demo}: its application registers a
 * {@link org.devmap.examples.demo.Scenario} as a service (whiteboard), which is played and tells a
 * {@link org.devmap.examples.demo.Narrator} what it sees.
 */
@Export
@Version("1.1.0")
package org.devmap.examples.demo;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
