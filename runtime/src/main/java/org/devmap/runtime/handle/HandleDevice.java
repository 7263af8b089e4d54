package org.devmap.runtime.handle;

import org.devmap.Dev;
import org.devmap.runtime.nexus.RegisterSets;

/**
 * The device of a handle.
 *
 * @param dev the device number
 * @param node the node, by whose identity contexts are shared
 * @param name its name
 * @param registers its register sets
 */
public record HandleDevice(Dev dev, Object node, String name, RegisterSets registers) {
}
