package org.devmap.runtime.handle;

import java.lang.ref.WeakReference;

/**
 * The value that was needed last, as long as somebody has it: who needs an equal one gets that one. Thread-safe; of two who come at once
 * one may go without.
 *
 * @param <T> an immutable type with equals
 */
final class LastValue<T> {

    private volatile WeakReference<T> last = new WeakReference<>(null);

    T shared(T value) {
        T present = last.get();
        if (value.equals(present)) {
            return present;
        }
        last = new WeakReference<>(value);
        return value;
    }
}
