package org.devmap.backend.uio.presence;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Waits for something to come or go in a folder; for time to pass where the folder cannot be watched. One thread waits,
 * another may close.
 */
public final class ArrivalWatch implements AutoCloseable {

    private final Optional<WatchService> watch;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ArrivalWatch(Optional<WatchService> watch) {
        this.watch = watch;
    }

    /**
     * Watches a folder. Only names that come and go: to be told of changes would be to be woken by every write to
     * /dev/null.
     *
     * @param dev the folder
     * @param complaints told if it cannot be watched, and why
     * @return the watch
     */
    public static ArrivalWatch of(Path dev, Consumer<String> complaints) {
        WatchService service = null;
        try {
            service = dev.getFileSystem().newWatchService();
            dev.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            return new ArrivalWatch(Optional.of(service));
        } catch (IOException failure) {
            complaints.accept(dev + " cannot be watched, so devices that come and go are noticed late: " + failure);
            closeQuietly(service);
            return new ArrivalWatch(Optional.empty());
        }
    }

    /**
     * Waits until something came or went, or for a while.
     *
     * @param atMostMillis how long
     * @return false if the watch is closed
     * @throws InterruptedException if the thread is told to end
     */
    public boolean await(long atMostMillis) throws InterruptedException {
        if (watch.isEmpty()) {
            return !closed.await(atMostMillis, TimeUnit.MILLISECONDS);
        }
        try {
            WatchKey key = watch.get().poll(atMostMillis, TimeUnit.MILLISECONDS);
            if (key != null) {
                key.pollEvents();
                key.reset();
            }
            return true;
        } catch (ClosedWatchServiceException end) {
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        closeQuietly(watch.orElse(null));
    }

    private static void closeQuietly(WatchService service) {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException failure) {
            System.getLogger("org.devmap.backend.uio").log(System.Logger.Level.DEBUG, "closing a watch", failure);
        }
    }
}
