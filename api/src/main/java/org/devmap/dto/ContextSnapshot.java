package org.devmap.dto;

/**
 * A context record: serialises context callbacks of one device and access callback.
 *
 * @param node the device
 * @param busy whether a switch is under way or held off
 * @param handles how many handles refer to it
 * @param waiting how many threads wait
 */
public record ContextSnapshot(String node, boolean busy, int handles, int waiting) {
}
