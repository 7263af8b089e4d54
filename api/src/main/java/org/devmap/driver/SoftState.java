package org.devmap.driver;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.DdiException;
import org.devmap.Errno;

/**
 * ddi_soft_state(9F): a driver's table from an item number, normally the instance, to its private structure. Thread-safe:
 * look-ups take no lock; allocation runs one at a time, so that the first of several callers allocates and the others see it.
 *
 * @param <T> the private structure
 */
public final class SoftState<T> {

    /**
     * Makes a structure.
     *
     * @param <T> the private structure
     */
    @FunctionalInterface
    public interface Allocation<T> {

        /**
         * Makes a fresh structure.
         *
         * @return not null
         * @throws DdiException if it cannot be had; the table is unchanged
         */
        T allocate() throws DdiException;
    }

    private final Map<Integer, T> items = new ConcurrentHashMap<>();
    private final ReentrantLock allocating = new ReentrantLock();

    /** ddi_soft_state_init(9F): an empty table. */
    public SoftState() {
    }

    /**
     * ddi_soft_state_zalloc(9F).
     *
     * @param item the item number, not negative
     * @param allocation makes the structure
     * @return the structure
     * @throws DdiException DDI_FAILURE if item is negative or already present (S-331); what allocation threw
     */
    public T allocate(int item, Allocation<? extends T> allocation) throws DdiException {
        requireItem(item);
        allocating.lock();
        try {
            if (items.containsKey(item)) {
                throw new DdiException(Errno.DDI_FAILURE, "soft state item " + item + " is already allocated");
            }
            return put(item, allocation);
        } finally {
            allocating.unlock();
        }
    }

    /**
     * The structure of an item, allocated at the first call.
     *
     * @param item the item number, not negative
     * @param allocation makes the structure
     * @return the structure
     * @throws DdiException DDI_FAILURE if item is negative; what allocation threw
     */
    public T allocateIfAbsent(int item, Allocation<? extends T> allocation) throws DdiException {
        requireItem(item);
        T present = items.get(item);
        if (present != null) {
            return present;
        }
        allocating.lock();
        try {
            T meanwhile = items.get(item);
            return meanwhile != null ? meanwhile : put(item, allocation);
        } finally {
            allocating.unlock();
        }
    }

    /**
     * ddi_get_soft_state(9F), for an item that must be there.
     *
     * @param item the item number
     * @return the structure
     * @throws DdiException ENXIO if there is none, which is what every entry point answers then
     */
    public T get(int item) throws DdiException {
        T present = items.get(item);
        if (present == null) {
            throw new DdiException(Errno.ENXIO, "no soft state for item " + item);
        }
        return present;
    }

    /**
     * ddi_get_soft_state(9F).
     *
     * @param item the item number
     * @return the structure; empty if there is none
     */
    public Optional<T> find(int item) {
        return Optional.ofNullable(items.get(item));
    }

    /**
     * ddi_soft_state_free(9F).
     *
     * @param item the item number
     * @return what was there; empty, without other effect, if nothing was
     */
    public Optional<T> remove(int item) {
        return Optional.ofNullable(items.remove(item));
    }

    /** ddi_soft_state_fini(9F): empties the table. */
    public void clear() {
        items.clear();
    }

    private static void requireItem(int item) throws DdiException {
        if (item < 0) {
            throw new DdiException(Errno.DDI_FAILURE, "soft state item " + item + " is negative");
        }
    }

    private T put(int item, Allocation<? extends T> allocation) throws DdiException {
        T fresh = Objects.requireNonNull(allocation.allocate(), "allocation answered null");
        items.put(item, fresh);
        return fresh;
    }
}
