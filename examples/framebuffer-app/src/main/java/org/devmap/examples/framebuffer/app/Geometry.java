package org.devmap.examples.framebuffer.app;

import static org.devmap.examples.framebuffer.FramebufferIoctl.BYTES_PER_PIXEL;
import static org.devmap.examples.framebuffer.FramebufferIoctl.GEOMETRY_HEIGHT;
import static org.devmap.examples.framebuffer.FramebufferIoctl.GEOMETRY_SIZE;
import static org.devmap.examples.framebuffer.FramebufferIoctl.GEOMETRY_STRIDE;
import static org.devmap.examples.framebuffer.FramebufferIoctl.GEOMETRY_WIDTH;
import static org.devmap.examples.framebuffer.FramebufferIoctl.GET_GEOMETRY;
import static org.devmap.examples.framebuffer.FramebufferIoctl.SET_GEOMETRY;

import java.awt.image.BufferedImage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.devmap.DdiException;
import org.devmap.MemoryAccess;
import org.devmap.app.DeviceFile;

/**
 * How the bytes of the screen make a picture: the one place that knows where a pixel lies.
 *
 * @param width pixels of a row
 * @param height rows
 * @param stride bytes from row to row
 */
record Geometry(int width, int height, int stride) {

    /** As large as a picture, row behind row. */
    static Geometry of(BufferedImage picture) {
        return new Geometry(picture.getWidth(), picture.getHeight(), Math.multiplyExact(picture.getWidth(), BYTES_PER_PIXEL));
    }

    /** What the driver says. */
    static Geometry ask(DeviceFile screen) throws DdiException {
        MemorySegment answer = MemorySegment.ofArray(new byte[GEOMETRY_SIZE]);
        screen.ioctl(GET_GEOMETRY, answer);
        return new Geometry(answer.get(ValueLayout.JAVA_INT_UNALIGNED, GEOMETRY_WIDTH),
                answer.get(ValueLayout.JAVA_INT_UNALIGNED, GEOMETRY_HEIGHT),
                answer.get(ValueLayout.JAVA_INT_UNALIGNED, GEOMETRY_STRIDE));
    }

    /** Tells the driver. */
    void set(DeviceFile screen) throws DdiException {
        MemorySegment question = MemorySegment.ofArray(new byte[GEOMETRY_SIZE]);
        question.set(ValueLayout.JAVA_INT_UNALIGNED, GEOMETRY_WIDTH, width);
        question.set(ValueLayout.JAVA_INT_UNALIGNED, GEOMETRY_HEIGHT, height);
        question.set(ValueLayout.JAVA_INT_UNALIGNED, GEOMETRY_STRIDE, stride);
        screen.ioctl(SET_GEOMETRY, question);
    }

    /** Draws a picture of this size: alpha, red, green and blue of each pixel as they are. */
    void draw(BufferedImage picture, MemoryAccess pixels) {
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            pixels.copyFrom(MemorySegment.ofArray(row), 0, (long) y * stride, (long) width * BYTES_PER_PIXEL);
        }
    }

    /** The picture that is there. */
    BufferedImage look(MemoryAccess pixels) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            pixels.copyTo((long) y * stride, MemorySegment.ofArray(row), 0, (long) width * BYTES_PER_PIXEL);
            picture.setRGB(0, y, width, 1, row, 0, width);
        }
        return picture;
    }

    @Override
    public String toString() {
        return width + " x " + height;
    }
}
