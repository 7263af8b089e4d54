package org.devmap.backend.sim.register;

import java.util.Set;
import org.devmap.DdiException;
import org.devmap.RegisterDescription.Effect;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Behaviour of one register beyond what a table says. Called on the accessing thread under the register file's lock: it
 * answers at once, and what it starts runs elsewhere. It may use the register file it belongs to.
 */
@ConsumerType
public interface Port {

    /**
     * A read, before the read effects of the register are applied to the stored value.
     *
     * @param stored the stored value, all bits
     * @return what the reader gets; bits that cannot be read are masked out afterwards
     * @throws DdiException the access fails with a bus error of this errno
     */
    default long read(long stored) throws DdiException {
        return stored;
    }

    /**
     * A write.
     *
     * @param stored the value before
     * @param next the value after, by the register's write effects
     * @param written the data as written, shifted to their place in the register; 0 outside the access
     * @return the value to store, usually next
     * @throws DdiException the access fails with a bus error of this errno, nothing is stored
     */
    default long write(long stored, long next, long written) throws DdiException {
        return next;
    }

    /**
     * What it adds to the effects in the register's description.
     *
     * @return WRITE, unless overridden: a port that only answers reads says so with an empty set
     */
    default Set<Effect> effects() {
        return Set.of(Effect.WRITE);
    }
}
