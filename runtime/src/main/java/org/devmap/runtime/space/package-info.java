/**
 * The address space of a process: its segments by address, the as lock, where a mapping goes, and what munmap,
 * mprotect, fork and exit do to all of them (sections 2.1, 2.4, 2.13, 2.14, 2.17).
 *
 * <p>Lock order: range lock (from the choice of an address to the creation of the segment), then the as lock, then
 * the monitor under which a segment leaves the map to be cut and comes back, then everything of {@code handle} and
 * {@code fault}. The as lock is shared for faults and mprotect, exclusive for unmap
 * and fork; both halves are re-entrant, and a thread that holds it shared and wants it exclusive gets EDEADLK instead
 * of waiting for itself. Devices are closed (close(9E)) after it is released.
 */
package org.devmap.runtime.space;
