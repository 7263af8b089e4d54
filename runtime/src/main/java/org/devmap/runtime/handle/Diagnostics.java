package org.devmap.runtime.handle;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Tells the operator of oddities, one line each. The listener is somebody else's code: what it throws keeps nobody from going on.
 * Thread-safe.
 */
public final class Diagnostics implements Consumer<String> {

    private static final System.Logger LOG = System.getLogger("org.devmap.runtime");

    private final Consumer<String> listener;
    /** Lines for {@link #once} name a class of a driver at most, so there are few. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * Diagnostics of a system.
     *
     * @param listener hears them
     */
    public Diagnostics(Consumer<String> listener) {
        this.listener = listener;
    }

    @Override
    public void accept(String line) {
        try {
            listener.accept(line);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, line, e);
        }
    }

    /**
     * Tells what a driver would otherwise cause again with every mapping.
     *
     * @param line the same text is told once
     */
    void once(String line) {
        if (told.add(line)) {
            accept(line);
        }
    }
}
