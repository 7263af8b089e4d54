package org.devmap.examples.framebuffer;

import static org.devmap.examples.framebuffer.FramebufferIoctl.BYTES_PER_PIXEL;
import static org.devmap.examples.framebuffer.FramebufferIoctl.GEOMETRY_HEIGHT;
import static org.devmap.examples.framebuffer.FramebufferIoctl.GEOMETRY_SIZE;
import static org.devmap.examples.framebuffer.FramebufferIoctl.GEOMETRY_STRIDE;
import static org.devmap.examples.framebuffer.FramebufferIoctl.GEOMETRY_WIDTH;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.devmap.DdiException;
import org.devmap.Errno;

/**
 * How the bytes of the device memory make a picture.
 *
 * @param width pixels of a row
 * @param height rows
 * @param stride bytes from row to row
 */
record Geometry(int width, int height, int stride) {

    /** Reads what an application copied in. */
    static Geometry of(MemorySegment copied) {
        return new Geometry(copied.get(ValueLayout.JAVA_INT_UNALIGNED, GEOMETRY_WIDTH),
                copied.get(ValueLayout.JAVA_INT_UNALIGNED, GEOMETRY_HEIGHT),
                copied.get(ValueLayout.JAVA_INT_UNALIGNED, GEOMETRY_STRIDE));
    }

    MemorySegment toCopy() {
        MemorySegment copy = MemorySegment.ofArray(new byte[GEOMETRY_SIZE]);
        copy.set(ValueLayout.JAVA_INT_UNALIGNED, GEOMETRY_WIDTH, width);
        copy.set(ValueLayout.JAVA_INT_UNALIGNED, GEOMETRY_HEIGHT, height);
        copy.set(ValueLayout.JAVA_INT_UNALIGNED, GEOMETRY_STRIDE, stride);
        return copy;
    }

    /** Bytes of the picture. */
    long size() {
        return (long) stride * height;
    }

    /** Refuses a picture that is none or does not fit. */
    Geometry requireInside(long memory) throws DdiException {
        if (width < 1 || height < 1 || stride < (long) width * BYTES_PER_PIXEL || stride % BYTES_PER_PIXEL != 0) {
            throw new DdiException(Errno.EINVAL, ("%d x %d pixels with a stride of %d make no picture: it has at least 1 x 1,"
                    + " and its stride is a multiple of %d and holds a row").formatted(width, height, stride, BYTES_PER_PIXEL));
        }
        if (size() > memory) {
            throw new DdiException(Errno.EINVAL, "%d x %d pixels with a stride of %d need %d bytes, the device memory has %d"
                    .formatted(width, height, stride, size(), memory));
        }
        return this;
    }
}
