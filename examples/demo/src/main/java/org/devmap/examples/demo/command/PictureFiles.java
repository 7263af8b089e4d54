package org.devmap.examples.demo.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.devmap.examples.demo.BadInput;
import org.devmap.examples.demo.DemoOptions;

/** Looks at the files the user named, before anything is done. */
final class PictureFiles {

    private static final Path DEFAULT_OUT = Path.of("devmap-demo.png");

    private PictureFiles() {
    }

    /** The files, if the one can be read and the other be written. What is no file may have been meant as a scenario. */
    static DemoOptions require(Optional<Path> image, Optional<Path> out, List<String> scenarios) throws BadInput {
        if (image.isPresent()) {
            requireReadable(image.get(), scenarios);
        }
        Path target = out.orElse(DEFAULT_OUT);
        requireWritable(target);
        if (image.isPresent() && target.toAbsolutePath().normalize().equals(image.get().toAbsolutePath().normalize())) {
            throw new BadInput(target + ": is the IMAGE itself, which is not overwritten; name another file with --out");
        }
        return new DemoOptions(image, target);
    }

    private static void requireReadable(Path file, List<String> scenarios) throws BadInput {
        if (!Files.exists(file)) {
            throw new BadInput(file + ": no such file, and no scenario of that name; there are "
                    + String.join(", ", scenarios));
        }
        if (Files.isDirectory(file)) {
            throw new BadInput(file + ": is a directory; IMAGE is the file of a picture");
        }
        if (!Files.isReadable(file)) {
            throw new BadInput(file + ": must not be read; name a picture that you may read");
        }
    }

    private static void requireWritable(Path file) throws BadInput {
        Path directory = file.toAbsolutePath().normalize().getParent();
        if (directory == null || Files.isDirectory(file)) {
            throw new BadInput(file + ": is a directory; name a file with --out");
        }
        if (!Files.isDirectory(directory)) {
            throw new BadInput(file + ": there is no directory " + directory + "; make it, or name a file elsewhere with --out");
        }
        if (!Files.isWritable(Files.exists(file) ? file : directory)) {
            throw new BadInput(file + ": must not be written; name a file elsewhere with --out");
        }
    }
}
