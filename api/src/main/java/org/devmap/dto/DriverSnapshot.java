package org.devmap.dto;

import java.util.List;

/**
 * A driver.
 *
 * @param type name of its class
 * @param compatible the names it serves
 * @param major its major number
 * @param nodes the nodes it is attached to
 */
public record DriverSnapshot(String type, List<String> compatible, int major, List<String> nodes) {
}
