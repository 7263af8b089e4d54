package org.devmap.dto;

/**
 * A lock gate: separates kernel locks from accesses of one device number and access callback.
 *
 * @param dev the device number
 * @param count pages inside: positive for accesses, negative for a lock
 * @param handles how many handles refer to it
 * @param waiting how many threads wait
 */
public record GateSnapshot(String dev, long count, int handles, int waiting) {
}
