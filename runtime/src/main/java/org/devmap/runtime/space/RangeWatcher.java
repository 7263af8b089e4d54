package org.devmap.runtime.space;

/** Hears that a range of a space is about to be unmapped or to get another protection, or that all of it goes. */
@FunctionalInterface
public interface RangeWatcher {

    /**
     * Called by the thread that wants to change the range, before it waits for anything: what the watcher has locked there it can
     * still unlock. The as lock is not held; with MAP_FIXED the range lock is.
     *
     * @param address first address
     * @param length bytes
     */
    void aboutToChange(long address, long length);
}
