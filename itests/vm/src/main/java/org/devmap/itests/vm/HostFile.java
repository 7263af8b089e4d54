package org.devmap.itests.vm;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The memory of a device as the host sees it: a witness that knows nothing of this machine's mappings. Its share is
 * mounted without a cache, so that each read is one of the host.
 *
 * @param path where the share has it
 */
record HostFile(Path path) {

    byte[] bytes(long offset, int length) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining()) {
                if (file.read(bytes, offset + bytes.position()) < 0) {
                    throw new EOFException(path + " ends before " + (offset + length));
                }
            }
            return bytes.array();
        }
    }

    long longAt(long offset) throws IOException {
        return ByteBuffer.wrap(bytes(offset, Long.BYTES)).order(ByteOrder.nativeOrder()).getLong();
    }

    /** Stores as somebody on the other side of the memory does. */
    void put(long offset, long value) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(value).flip();
            file.write(bytes, offset);
        }
    }
}
