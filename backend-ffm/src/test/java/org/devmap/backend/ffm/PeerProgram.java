package org.devmap.backend.ffm;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another process with plain Java: maps what it is told, tries what it must not, prints what happened. */
public final class PeerProgram {

    private PeerProgram() {
    }

    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[0]);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MappedByteBuffer memory = channel.map(MapMode.READ_ONLY, 0, channel.size());
            System.out.println("size " + channel.size());
            System.out.println("read " + memory.order(ByteOrder.nativeOrder()).getInt(0));
        }
        attempt("write", () -> {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                channel.map(MapMode.READ_WRITE, 0, channel.size()).order(ByteOrder.nativeOrder()).putInt(4, 4711);
            }
        });
        attempt("shrink", () -> resize(path, 0));
        attempt("grow", () -> resize(path, 1 << 20));
    }

    private static void resize(Path path, long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
    }

    private static void attempt(String what, Attempt attempt) {
        try {
            attempt.run();
            System.out.println(what + " done");
        } catch (IOException refused) {
            System.out.println(what + " refused");
        }
    }

    private interface Attempt {

        void run() throws IOException;
    }
}
