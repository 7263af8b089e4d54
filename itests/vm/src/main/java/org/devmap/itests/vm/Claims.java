package org.devmap.itests.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the host must find in its files when the machine is off. Each is a line "FILE OFFSET LENGTH SHA-256 WHAT" of a
 * file that the host's part of the test checks.
 */
final class Claims {

    private static final Path FILE = Path.of("/mnt/claims");

    private Claims() {
    }

    /** Claims that a device's memory has these bytes from now on. */
    static void leave(Device device, long offset, byte[] bytes, String what) throws IOException {
        try {
            String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            String line = "%s %d %d %s %s%n".formatted(
                    device.file().path().getFileName(), offset, bytes.length, digest, what);
            Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
