package org.devmap.backend.uio.sysfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of sysfs: one value each, and a newline. They vanish with their device at any time, which is an
 * IOException.
 */
final class Attribute {

    private Attribute() {
    }

    static String text(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    static String textOr(Path file, String otherwise) throws IOException {
        try {
            return text(file);
        } catch (NoSuchFileException absent) {
            return otherwise;
        }
    }

    /** An unsigned number of 64 bits: hexadecimal with the prefix 0x, else decimal. */
    static long number(Path file) throws IOException {
        return parse(text(file), file);
    }

    static long parse(String text, Path file) throws IOException {
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException notOne) {
            throw new IOException(file + " holds '" + text + "', not a number such as 0x1000", notOne);
        }
    }

    /** What is in a folder under a prefix and a number, by number; nothing if there is no such folder. */
    static List<Path> numbered(Path folder, String prefix) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().matches(prefix + "[0-9]{1,7}"))
                    .sorted((a, b) -> Integer.compare(number(a, prefix), number(b, prefix))).toList();
        } catch (NoSuchFileException absent) {
            return List.of();
        }
    }

    static int number(Path entry, String prefix) {
        return Integer.parseInt(entry.getFileName().toString().substring(prefix.length()));
    }
}
