package org.devmap.examples.context;

/** A bank in use. Guarded by the lock of its {@link Contexts}. */
final class Bank {

    private final int number;
    private int handles = 1;
    private boolean cleared;

    Bank(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /**
     * Counts the handles that show this bank: one more after a fork or when a hole splits a handle, one less when a handle
     * is gone, none when it was only shortened.
     *
     * @return whether any is left
     */
    boolean handlesChanged(int difference) {
        handles += difference;
        return handles > 0;
    }

    /** Whether what a former user of the bank left is gone. */
    boolean isCleared() {
        return cleared;
    }

    void setCleared() {
        cleared = true;
    }
}
