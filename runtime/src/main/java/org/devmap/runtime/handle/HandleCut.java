package org.devmap.runtime.handle;

/**
 * Takes pages away from a handle, for a partial unmap. Callers hold the exclusive as lock, and the translations of the pages are gone. A
 * remap may come from any thread meanwhile: the backing is replaced either before a cut or after it.
 */
final class HandleCut {

    private HandleCut() {
    }

    /** Takes pages away from the front. */
    static void front(MappingHandle handle, long bytes) {
        exclusively(handle, () -> handle.pages().cutFront(bytes));
    }

    /** Takes pages away from the end. */
    static void tail(MappingHandle handle, long newLength) {
        handle.pages().cutTail(newLength);
    }

    /** During the unmap callback of a split the upper part still looks like the whole, translation included. */
    static MappingHandle upperPart(MappingHandle whole, Segment upperSegment) {
        MappingHandle upper = whole.copy(upperSegment);
        upper.pages().lookLike(whole.pages());
        return upper;
    }

    /** Ends a split: the upper part becomes one of its own, with what is loaded there; the lower one ends before the hole. */
    static void splitOff(MappingHandle lower, MappingHandle upper, long left, long skipped) {
        exclusively(lower, () -> exclusively(upper,
                () -> lower.pages().splitOff(upper, left, skipped)));
    }

    private static void exclusively(MappingHandle handle, Runnable change) {
        if (handle.isRemappable()) {
            handle.lock().lock();
        }
        try {
            change.run();
        } finally {
            if (handle.isRemappable()) {
                handle.lock().unlock();
            }
        }
    }
}
