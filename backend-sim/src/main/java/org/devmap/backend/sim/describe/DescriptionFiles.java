package org.devmap.backend.sim.describe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.devmap.backend.sim.description.Loaded;
import org.devmap.backend.sim.description.Problems;
import org.devmap.backend.sim.svd.SvdLoader;
import org.devmap.backend.sim.text.TextLoader;

/** Loads description files of either form: what begins like XML is CMSIS-SVD, all else is our own form. */
public final class DescriptionFiles {

    private static final int LOOK_AHEAD = 4096;

    private DescriptionFiles() {
    }

    /**
     * Loads a file. One that cannot be read is a problem like any other.
     *
     * @param file the file
     * @return what it describes, and what is wrong with it
     */
    public static Loaded load(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return beginsLikeXml(in) ? SvdLoader.load(file.toString(), in) : TextLoader.load(file.toString(), in);
        } catch (NoSuchFileException missing) {
            return unreadable(file, "there is no such file");
        } catch (IOException broken) {
            return unreadable(file, "cannot be read: " + broken.getMessage());
        }
    }

    private static Loaded unreadable(Path file, String why) {
        Problems problems = new Problems(file.toString());
        problems.error(0, "", why);
        return Loaded.of(file.toString(), null, problems);
    }

    /** The first sign that is neither white space nor part of a byte order mark decides; UTF-16 has zeros besides. */
    private static boolean beginsLikeXml(InputStream in) throws IOException {
        in.mark(LOOK_AHEAD);
        byte[] start = in.readNBytes(LOOK_AHEAD);
        in.reset();
        for (byte each : start) {
            if (each > ' ') {
                return each == '<';
            }
        }
        return false;
    }
}
