package org.devmap.runtime.space;

import java.util.concurrent.locks.ReentrantLock;

/** Serialises the creation of mappings in one space (2.4). */
public final class RangeLock {

    private final ReentrantLock lock = new ReentrantLock();

    RangeLock() {
    }

    /** The lock, held; closing gives it back. */
    public final class Held implements AutoCloseable {

        private Held() {
            lock.lock();
        }

        @Override
        public void close() {
            lock.unlock();
        }
    }

    int waiting() {
        return lock.getQueueLength();
    }

    Held lock() {
        return new Held();
    }
}
