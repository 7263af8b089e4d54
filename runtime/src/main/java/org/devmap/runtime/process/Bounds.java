package org.devmap.runtime.process;

/**
 * What limits processes.
 *
 * @param addressSpace most bytes mapped in one
 * @param exitNanos how long an exit is waited for
 * @param lockNanos how long a locked range may be held; 0 for as long as it likes
 */
public record Bounds(long addressSpace, long exitNanos, long lockNanos) {
}
