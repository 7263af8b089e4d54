package org.devmap.examples.framebuffer.app;

import static org.devmap.examples.framebuffer.FramebufferIoctl.BYTES_PER_PIXEL;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.devmap.examples.demo.BadInput;

/** Pictures in files. */
final class PictureFile {

    private PictureFile() {
    }

    /**
     * Reads a picture, if it is one and needs no more memory than there is. Its size is looked at before it is decoded.
     *
     * @param file any format that the JDK knows
     * @param memory bytes that its pixels may take
     */
    static BufferedImage read(Path file, long memory) throws BadInput {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new BadInput(file + ": is no picture that can be read; there are readers for " + formats());
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                requireFits(file, reader.getWidth(0), reader.getHeight(0), memory);
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Readers answer broken files with all kinds of runtime exceptions.
            throw new BadInput(file + ": is no picture that can be read: " + e);
        }
    }

    /** Writes PNG, which keeps all four bytes of a pixel. */
    static void write(BufferedImage picture, Path file) throws IOException {
        // Not ImageIO.write to a file, which deletes whatever is there first, be it a device.
        try (OutputStream stream = Files.newOutputStream(file);
             ImageOutputStream png = new MemoryCacheImageOutputStream(stream)) {
            if (!ImageIO.write(picture, "png", png)) {
                throw new IOException(file + ": this JDK has no writer for PNG");
            }
        }
    }

    /** How many pixels differ in alpha, red, green or blue; all if the sizes do. */
    static int difference(BufferedImage one, BufferedImage other) {
        int width = one.getWidth();
        int height = one.getHeight();
        if (width != other.getWidth() || height != other.getHeight()) {
            return width * height;
        }
        int count = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                count += one.getRGB(x, y) == other.getRGB(x, y) ? 0 : 1;
            }
        }
        return count;
    }

    private static void requireFits(Path file, int width, int height, long memory) throws BadInput {
        if ((long) width * height > memory / BYTES_PER_PIXEL) {
            throw new BadInput("%s: %d x %d pixels need %d bytes, the device memory has %d; give a smaller picture"
                    .formatted(file, width, height, (long) width * height * BYTES_PER_PIXEL, memory));
        }
    }

    private static String formats() {
        List<String> names = List.of(ImageIO.getReaderFormatNames());
        return String.join(", ", names.stream().map(name -> name.toUpperCase(Locale.ROOT)).distinct().sorted().toList());
    }
}
