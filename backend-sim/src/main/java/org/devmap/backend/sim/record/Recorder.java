package org.devmap.backend.sim.record;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.RegisterModel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Keeps the recordings. Thread-safe; without any recording an access costs one look into a map. */
@Component(service = {Recordings.class, Recorder.class})
public final class Recorder implements Recordings {

    private static final System.Logger LOG = System.getLogger(Recorder.class.getName());

    private final Map<String, Recording> open = new ConcurrentHashMap<>();
    /** Held while a recording begins, so that a file that is being written is not opened a second time. */
    private final ReentrantLock beginning = new ReentrantLock();

    /** A recorder that records nothing yet. */
    @Activate
    public Recorder() {
    }

    @Override
    public Closeable record(String node, Path file) throws IOException {
        beginning.lock();
        try {
            if (open.containsKey(node)) {
                throw new IOException(node + " is being recorded already; close that recording first");
            }
            Path place = placeOf(file);
            for (Recording other : open.values()) {
                if (other.place.equals(place)) {
                    throw new IOException(other.node + " is being recorded to " + file + "; name another file");
                }
            }
            Recording recording = new Recording(node, place, Files.newBufferedWriter(file));
            open.put(node, recording);
            return recording;
        } finally {
            beginning.unlock();
        }
    }

    /** The same for all ways to say where a file is, whether it is there yet or not. */
    private static Path placeOf(Path file) throws IOException {
        if (Files.exists(file)) {
            return file.toRealPath();
        }
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        return folder != null && Files.exists(folder) ? folder.toRealPath().resolve(absolute.getFileName()) : absolute;
    }

    /** Completes the files of those who did not. */
    @Deactivate
    void closeAll() {
        for (Recording recording : List.copyOf(open.values())) {
            try {
                recording.close();
            } catch (IOException full) {
                LOG.log(Level.ERROR, "recording of {0} is not complete: {1}", recording.node, full.getMessage());
            }
        }
    }

    /**
     * The same registers, able to be recorded.
     *
     * @param model the registers
     * @param node the name of their node
     * @param set the name of their set
     * @param clock the time of the device
     * @return what to publish instead
     */
    public RegisterModel wrap(RegisterModel model, String node, String set, DeviceClock clock) {
        return new RecordingModel(model, node, set, clock, this);
    }

    /** The line for an access that begins now; null if nobody records. */
    Line begin(String node, DevmapClock clock) {
        Recording recording = open.get(node);
        return recording == null ? null : recording.begin(clock);
    }

    /** The place of an access in the file. */
    static final class Line {

        private final Recording recording;
        private final long began;
        /** Null until the access has ended; guarded by the lock of the recording. */
        private Access access;

        private Line(Recording recording, long began) {
            this.recording = recording;
            this.began = began;
        }

        /** Nanoseconds on the clock of the device, never less than those of the line before. */
        long began() {
            return began;
        }

        void end(Access ended) {
            recording.end(this, ended);
        }

        void leaveOutIfNotEnded() {
            recording.leaveOutIfNotEnded(this);
        }
    }

    /**
     * A file being written. Its lock guards the writer. The lines are in the order in which the accesses began: what an
     * access brings about (it raises an interrupt, whose handler accesses the device as well) comes after it, although
     * it may end first.
     */
    private final class Recording implements Closeable {

        private final ReentrantLock lock = new ReentrantLock();
        private final String node;
        private final Path place;
        private final BufferedWriter writer;
        /** Begins with one that has not ended: nothing behind it can be written yet. */
        private final Deque<Line> begun = new ArrayDeque<>();
        private boolean closed;
        /** Why the file is not complete; null if it is, as far as it goes. */
        private IOException failure;

        private Recording(String node, Path place, BufferedWriter writer) throws IOException {
            this.node = node;
            this.place = place;
            this.writer = writer;
            writer.write(Replay.HEADER + node);
            writer.newLine();
        }

        private Line begin(DevmapClock clock) {
            lock.lock();
            try {
                Line line = new Line(this, clock.nanoTime());
                begun.add(line);
                return line;
            } finally {
                lock.unlock();
            }
        }

        private void end(Line line, Access access) {
            lock.lock();
            try {
                line.access = access;
                writeEnded();
            } finally {
                lock.unlock();
            }
        }

        private void leaveOutIfNotEnded(Line line) {
            lock.lock();
            try {
                if (line.access == null && begun.remove(line)) {
                    writeEnded();
                }
            } finally {
                lock.unlock();
            }
        }

        /** A recording that cannot be written ends, and says so; the access goes on. */
        private void writeEnded() {
            try {
                while (!begun.isEmpty() && begun.getFirst().access != null) {
                    write(begun.removeFirst());
                }
            } catch (IOException full) {
                failure = full;
                LOG.log(Level.ERROR, "recording of {0} ends: {1}", node, full.getMessage());
                try {
                    closeFile();
                } catch (IOException again) {
                    full.addSuppressed(again);
                }
            }
        }

        private void write(Line line) throws IOException {
            if (!closed) {
                writer.write(line.access.toString());
                writer.newLine();
            }
        }

        /** An access that has not ended by now is left out. */
        @Override
        public void close() throws IOException {
            lock.lock();
            try {
                if (failure != null) {
                    throw new IOException(failure.getMessage(), failure);
                }
                begun.removeIf(line -> line.access == null);
                try {
                    while (!begun.isEmpty()) {
                        write(begun.removeFirst());
                    }
                } finally {
                    closeFile();
                }
            } finally {
                lock.unlock();
            }
        }

        /** The next recording may begin, even in the same file, when nothing is written to this one any more. */
        private void closeFile() throws IOException {
            closed = true;
            try {
                writer.close();
            } finally {
                open.remove(node, this);
            }
        }
    }
}
