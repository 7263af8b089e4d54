package org.devmap.runtime.handle;

import java.util.HashMap;
import java.util.Map;

/** How often each page of a handle is pinned for kernel I/O. Most handles never are: then it is empty. */
final class SoftLocks {

    private final Map<Integer, Integer> counts = new HashMap<>();

    synchronized void add(PageRange range) {
        for (int page = range.first(); page < range.first() + range.count(); page++) {
            counts.merge(page, 1, Integer::sum);
        }
    }

    /** Takes one pin of every page away, or none if some page has none. */
    synchronized boolean remove(PageRange range) {
        for (int page = range.first(); page < range.first() + range.count(); page++) {
            if (!counts.containsKey(page)) {
                return false;
            }
        }
        for (int page = range.first(); page < range.first() + range.count(); page++) {
            counts.merge(page, -1, (now, less) -> now + less == 0 ? null : now + less);
        }
        return true;
    }

    synchronized boolean any(PageRange range) {
        return counts.keySet().stream().anyMatch(page -> page >= range.first() && page < range.first() + range.count());
    }

    /** All pins of all pages. */
    synchronized int all() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The handle ends: nobody will unlock what is locked. */
    synchronized int clear() {
        int left = all();
        counts.clear();
        return left;
    }

    /** The handle begins later now. */
    synchronized void cutFront(int pages) {
        Map<Integer, Integer> moved = new HashMap<>();
        counts.forEach((page, count) -> {
            if (page >= pages) {
                moved.put(page - pages, count);
            }
        });
        counts.clear();
        counts.putAll(moved);
    }
}
