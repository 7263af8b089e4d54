package org.devmap.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * An OSGi framework from its start to its orderly end. Its cache is a temporary directory that disappears with it, also when
 * the process is interrupted.
 */
final class RunningFramework implements AutoCloseable {

    private static final long STOP_LIMIT = TimeUnit.SECONDS.toMillis(20);

    private final Framework framework;
    private final Path cache;
    private boolean closed;

    private RunningFramework(Framework framework, Path cache) {
        this.framework = framework;
        this.cache = cache;
    }

    /** Starts the one framework on the class path, without bundles. */
    static RunningFramework start(Map<String, String> properties) throws StartException {
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).findFirst()
                .orElseThrow(() -> new StartException("there is no OSGi framework on the class path", null));
        Path cache = temporaryDirectory();
        Map<String, String> configuration = new HashMap<>(properties);
        configuration.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        RunningFramework running = new RunningFramework(factory.newFramework(configuration), cache);
        Runtime.getRuntime().addShutdownHook(new Thread(running::close, "devmap-shutdown"));
        try {
            running.framework.start();
            return running;
        } catch (BundleException e) {
            running.close();
            throw new StartException("the OSGi framework did not start: " + e.getMessage(), e);
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Returns when somebody else, a shell command for instance, has stopped the framework. */
    void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /** Stops the bundles in order, then the framework, then removes the cache. The shutdown hook may call it a second time. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            framework.stop();
            framework.waitForStop(STOP_LIMIT);
        } catch (BundleException e) {
            System.err.println("devmap: the OSGi framework did not stop cleanly: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            deleteCache();
        }
    }

    private static Path temporaryDirectory() throws StartException {
        try {
            return Files.createTempDirectory("devmap-");
        } catch (IOException e) {
            throw new StartException("cannot create a directory for the framework's cache in "
                    + System.getProperty("java.io.tmpdir") + ": " + e.getMessage(), e);
        }
    }

    private void deleteCache() {
        try {
            Files.walkFileTree(cache, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException | UncheckedIOException e) {
            System.err.println("devmap: cannot remove the framework's cache " + cache + ": " + e.getMessage());
        }
    }
}
