package org.devmap.examples.framebuffer;

/**
 * What ioctl(2) understands on both minor nodes of a frame buffer: the driver's header file. Constants only, which the
 * compiler copies into whoever uses them: an application needs the driver's jar to compile, and not to run.
 *
 * <p>All fields have fixed widths in the byte order of the machine, so that both data models use the same structures.
 */
public final class FramebufferIoctl {

    /** 0x4601: copies the geometry out, {@link #GEOMETRY_SIZE} bytes. */
    public static final int GET_GEOMETRY = 'F' << 8 | 1;

    /**
     * 0x4602: takes another geometry. The file must be open for writing (EBADF). EINVAL if the picture does not fit in the
     * device memory, or the stride is shorter than a row or no multiple of 4.
     */
    public static final int SET_GEOMETRY = 'F' << 8 | 2;

    /**
     * 0x4603: maps the picture into the calling process, as applications did before mmap(2): copies out where it is and how long,
     * {@link #MAP_SIZE} bytes. Writable iff the file is open for writing. munmap(2) removes the mapping.
     */
    public static final int MAP = 'F' << 8 | 3;

    /** 0x4604: answers how many pieces of device memory are mapped at the moment. No argument. */
    public static final int MAPPINGS = 'F' << 8 | 4;

    /** Geometry: pixels of a row, an int. */
    public static final int GEOMETRY_WIDTH = 0;
    /** Geometry: rows, an int. */
    public static final int GEOMETRY_HEIGHT = 4;
    /** Geometry: bytes from row to row, an int. */
    public static final int GEOMETRY_STRIDE = 8;
    /** Bytes of a geometry. */
    public static final int GEOMETRY_SIZE = 12;

    /** Map: user address, a long. */
    public static final int MAP_ADDRESS = 0;
    /** Map: bytes, a long. */
    public static final int MAP_LENGTH = 8;
    /** Bytes of what {@link #MAP} copies out. */
    public static final int MAP_SIZE = 16;

    /** Bytes of a pixel: alpha, red, green, blue, as an int of the machine's byte order. */
    public static final int BYTES_PER_PIXEL = 4;

    private FramebufferIoctl() {
    }
}
