package org.devmap.examples.framebuffer;

import static org.devmap.examples.framebuffer.FramebufferIoctl.BYTES_PER_PIXEL;

import java.util.Map;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;

/** The private structure of one frame buffer. Thread-safe: a geometry is exchanged as a whole. */
final class Framebuffer {

    /** The register set that is the device memory. */
    static final int MEMORY_SET = 1;
    /** Bytes of the cursor: 32 x 32 pixels, which makes a page. */
    static final long CURSOR_SIZE = 32 * 32 * BYTES_PER_PIXEL;

    private static final int DEFAULT_WIDTH = 640;
    private static final int DEFAULT_HEIGHT = 480;

    private final long memorySize;
    private final UmemCookie cursor;
    private final MappingCounter mappings = new MappingCounter();
    private volatile Geometry geometry;

    Framebuffer(DeviceInfo device) throws DdiException {
        memorySize = device.regSize(MEMORY_SET);
        geometry = initialGeometry(device).requireInside(memorySize);
        cursor = device.umemAlloc(CURSOR_SIZE, UmemFlags.SLEEP);
    }

    /** Goes on with what the version before has left. */
    private Framebuffer(long memorySize, UmemCookie cursor, Geometry geometry) {
        this.memorySize = memorySize;
        this.cursor = cursor;
        this.geometry = geometry;
    }

    /** Numbers only: this class goes with its version. */
    Map<String, Object> export() {
        Geometry now = geometry;
        return Map.of("width", now.width(), "height", now.height(), "stride", now.stride(), "cursor", cursor.id());
    }

    static Framebuffer imported(DeviceInfo device, Map<String, Object> state) throws DdiException {
        long memory = device.regSize(MEMORY_SET);
        Geometry geometry = new Geometry((int) state.get("width"), (int) state.get("height"), (int) state.get("stride"));
        UmemCookie cursor = device.cookies().stream().filter(cookie -> cookie.id() == (long) state.get("cursor")).findFirst()
                .orElseThrow(() -> new DdiException(Errno.EINVAL, "the memory of the cursor is gone"));
        return new Framebuffer(memory, cursor, geometry.requireInside(memory));
    }

    private static Geometry initialGeometry(DeviceInfo device) throws DdiException {
        long width = device.numberProperty("width").orElse(DEFAULT_WIDTH);
        long height = device.numberProperty("height").orElse(DEFAULT_HEIGHT);
        long stride = device.numberProperty("stride").orElse(width * BYTES_PER_PIXEL);
        return new Geometry(Math.toIntExact(width), Math.toIntExact(height), Math.toIntExact(stride));
    }

    long memorySize() {
        return memorySize;
    }

    UmemCookie cursor() {
        return cursor;
    }

    MappingCounter mappings() {
        return mappings;
    }

    Geometry geometry() {
        return geometry;
    }

    void setGeometry(Geometry next) throws DdiException {
        geometry = next.requireInside(memorySize);
    }
}
