package org.devmap.dto;

import java.util.List;

/**
 * An address space.
 *
 * @param id its id
 * @param owner its owner
 * @param model ILP32 or LP64
 * @param files open files, by path
 * @param segments its segments, by ascending address; one whose map callbacks are still running is missing
 * @param waiting threads that wait for its locks, for soft locks, or for map callbacks to end
 */
public record SpaceSnapshot(long id, String owner, String model, List<String> files, List<SegmentSnapshot> segments,
                            int waiting) {
}
