package org.devmap.backend.sim.record;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.RegisterModel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Keeps the recordings. Thread-safe; without any recording an access costs one look into a map. */
@Component(service = {Recordings.class, Recorder.class})
public final class Recorder implements Recordings {

    private static final System.Logger LOG = System.getLogger(Recorder.class.getName());

    private final Map<String, Recording> open = new ConcurrentHashMap<>();

    /** A recorder that records nothing yet. */
    @Activate
    public Recorder() {
    }

    @Override
    public Closeable record(String node, Path file) throws IOException {
        Recording recording = new Recording(node, Files.newBufferedWriter(file));
        if (open.putIfAbsent(node, recording) != null) {
            recording.writer.close();
            throw new IOException(node + " is being recorded already; close that recording first");
        }
        return recording;
    }

    /**
     * The same registers, able to be recorded.
     *
     * @param model the registers
     * @param node the name of their node
     * @param set the name of their set
     * @param clock the time of accesses
     * @return what to publish instead
     */
    public RegisterModel wrap(RegisterModel model, String node, String set, DevmapClock clock) {
        return new RecordingModel(model, node, set, clock, this);
    }

    boolean records(String node) {
        return open.containsKey(node);
    }

    void take(String node, Access access) {
        Recording recording = open.get(node);
        if (recording != null) {
            recording.write(access);
        }
    }

    /** A file being written. Its lock guards the writer. */
    private final class Recording implements Closeable {

        private final ReentrantLock lock = new ReentrantLock();
        private final String node;
        private final BufferedWriter writer;
        private boolean closed;

        private Recording(String node, BufferedWriter writer) {
            this.node = node;
            this.writer = writer;
        }

        /** A recording that cannot be written ends, and says so; the access goes on. */
        private void write(Access access) {
            lock.lock();
            try {
                if (!closed) {
                    writer.write(access.toString());
                    writer.newLine();
                }
            } catch (IOException full) {
                closed = true;
                open.remove(node, this);
                LOG.log(Level.ERROR, "recording of {0} ends: {1}", node, full.getMessage());
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() throws IOException {
            open.remove(node, this);
            lock.lock();
            try {
                closed = true;
                writer.close();
            } finally {
                lock.unlock();
            }
        }
    }
}
