package org.devmap.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * What the kernel says of itself and of its devices, in files. One that is not there, or not for us, is no answer and
 * never an error.
 *
 * @param root      {@code /}
 * @param mayAccess whether this process may read and write a file
 */
record Machine(Path root, Predicate<Path> mayAccess) {

    /** Where a distribution leaves the configuration its kernel was built with; the kernel's own copy comes first. */
    private static final List<String> CONFIGURATIONS = List.of("proc/config.gz", "boot/config-%s",
            "lib/modules/%s/config", "usr/lib/modules/%s/config");
    private static final List<String> MODULES = List.of("lib/modules/%s", "usr/lib/modules/%s");

    /** How a driver or another part of the kernel can be there. */
    enum Presence {
        /** In use, or part of the kernel. */
        LOADED,
        /** A module that can be loaded. */
        LOADABLE,
        /** Not as far as files tell. */
        ABSENT
    }

    static Machine here() {
        return new Machine(Path.of("/"), file -> Files.isReadable(file) && Files.isWritable(file));
    }

    /** The whole text of a file without white space around it. */
    Optional<String> text(String file) {
        List<String> lines = lines(root.resolve(file));
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines).strip());
    }

    /** What follows a word at the start of a line. */
    Optional<String> field(String file, String name) {
        return lines(root.resolve(file)).stream().filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip()).findFirst();
    }

    /** The names in a directory, sorted by length and letters: uio2 before uio10. */
    List<String> names(String directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(directory))) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException absent) {
            return List.of();
        }
        names.sort(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
        return names;
    }

    boolean exists(String file) {
        return Files.exists(root.resolve(file));
    }

    boolean mayAccess(String file) {
        return mayAccess.test(root.resolve(file));
    }

    /** The file name that a symbolic link leads to. */
    Optional<String> target(String link) {
        try {
            return Optional.of(root.resolve(link).toRealPath().getFileName().toString());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    String kernelRelease() {
        return text("proc/sys/kernel/osrelease").orElse("unknown");
    }

    /**
     * Whether the kernel was built with an option: {@code y}, {@code m} or {@code n}; empty if its configuration is
     * not there.
     */
    Optional<String> configured(String option) {
        for (String place : CONFIGURATIONS) {
            List<String> lines = lines(root.resolve(place.formatted(kernelRelease())));
            if (!lines.isEmpty()) {
                return Optional.of(lines.stream().filter(line -> line.startsWith(option + "="))
                        .map(line -> line.substring(option.length() + 1)).findFirst().orElse("n"));
            }
        }
        return Optional.empty();
    }

    /** How a module is there; its name with underscores. */
    Presence module(String name) {
        if (exists("sys/module/" + name)) {
            return Presence.LOADED;
        }
        Presence found = Presence.ABSENT;
        for (String place : MODULES) {
            String directory = place.formatted(kernelRelease());
            if (lists(directory + "/modules.builtin", name)) {
                return Presence.LOADED;
            }
            found = lists(directory + "/modules.dep", name) ? Presence.LOADABLE : found;
        }
        return found;
    }

    private boolean lists(String file, String module) {
        return lines(root.resolve(file)).stream().map(line -> line.split(":", 2)[0])
                .map(path -> path.substring(path.lastIndexOf('/') + 1).replace('-', '_'))
                .anyMatch(entry -> entry.startsWith(module + ".ko"));
    }

    private static List<String> lines(Path file) {
        try {
            if (!file.toString().endsWith(".gz")) {
                return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            }
            try (InputStream bytes = Files.newInputStream(file);
                 BufferedReader packed = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(bytes), StandardCharsets.ISO_8859_1))) {
                return packed.readAllLines();
            }
        } catch (IOException absent) {
            return List.of();
        }
    }
}
