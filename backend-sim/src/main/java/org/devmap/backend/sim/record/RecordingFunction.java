package org.devmap.backend.sim.record;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@link Recordings} in JDK types, so that a command can offer to record without importing a backend: takes the name of
 * a node and a file, answers what ends the recording, and fails with an {@link UncheckedIOException}.
 */
@Component(service = BiFunction.class, property = "devmap.recordings=sim")
public final class RecordingFunction implements BiFunction<String, Path, Closeable> {

    private final Recordings recordings;

    /**
     * As a component.
     *
     * @param recordings who records
     */
    @Activate
    public RecordingFunction(@Reference Recordings recordings) {
        this.recordings = recordings;
    }

    @Override
    public Closeable apply(String node, Path file) {
        try {
            return recordings.record(node, file);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
