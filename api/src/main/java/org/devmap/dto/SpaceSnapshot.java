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
 * @param zombie whether it should have exited, but some thread is still inside a driver, a locked range or a register
 *     that does not answer: nothing of it can be accessed any more, and its memory is given back when that thread has
 *     left
 */
public record SpaceSnapshot(long id, String owner, String model, List<String> files, List<SegmentSnapshot> segments,
                            int waiting, boolean zombie) {
}
