package org.devmap.backend;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.RegisterDescription;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Registers whose accesses have effects. The framework calls it on the accessing thread, outside its own guards, once per
 * access, naturally aligned and inside the size. A model takes a lock of its own for its state; it must not call back into
 * mappings, and what it starts (interrupts, timers, DMA) runs on other threads.
 */
@ConsumerType
public interface RegisterModel {

    /**
     * The size.
     *
     * @return bytes
     */
    long size();

    /**
     * Reads, with whatever effect that has.
     *
     * @param offset bytes, a multiple of width
     * @param width 1, 2, 4 or 8
     * @return the value in the low bits
     * @throws DdiException the access fails with a bus error of this errno
     */
    long read(long offset, int width) throws DdiException;

    /**
     * Writes, with whatever effect that has.
     *
     * @param offset bytes, a multiple of width
     * @param width 1, 2, 4 or 8
     * @param value the value in the low bits
     * @throws DdiException the access fails with a bus error of this errno
     */
    void write(long offset, int width, long value) throws DdiException;

    /**
     * The registers, for tools and access by name.
     *
     * @return may be empty
     */
    default List<RegisterDescription> registers() {
        return List.of();
    }
}
