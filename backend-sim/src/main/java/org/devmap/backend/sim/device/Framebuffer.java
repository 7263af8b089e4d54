package org.devmap.backend.sim.device;

import java.util.List;
import java.util.Map;
import org.devmap.Pages;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.register.BitAccess;
import org.devmap.backend.sim.register.Counter;
import org.devmap.backend.sim.register.Field;
import org.devmap.backend.sim.register.Register;
import org.devmap.backend.sim.register.RegisterFile;

/**
 * A display: video memory that any provider can hold, 4 bytes for each pixel, and a few registers.
 *
 * @param name of the node
 * @param width pixels of a row
 * @param height rows
 * @param vramBytes size of the video memory, a page multiple that holds the picture
 */
record Framebuffer(String name, int width, int height, long vramBytes) {

    static final String COMPATIBLE = "framebuffer";
    static final long IDENT = 0x4642_0001L;
    private static final int BYTES_PER_PIXEL = 4;
    private static final int FRAMES_PER_SECOND = 60;

    Framebuffer {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(name + ": width " + width + " and height " + height + " must be at least 1");
        }
        long picture = (long) width * BYTES_PER_PIXEL * height;
        if (vramBytes < picture || !Pages.isAligned(vramBytes)) {
            throw new IllegalArgumentException(name + ": vram " + vramBytes + " must be a multiple of " + Pages.SIZE
                    + " and at least " + picture + " bytes for " + width + "x" + height + " pixels");
        }
    }

    SimpleNode create(DevmapClock clock) {
        RegisterFile configSpace = new Identity(Identity.DEVMAP_VENDOR, 0x0001, 1, 0x038000).toConfigSpace();
        List<RegisterSet> sets = List.of(
                new RegisterSet.Modelled("config", RegisterSet.Space.CONFIGURATION, configSpace),
                new RegisterSet.Hosted("vram", vramBytes),
                new RegisterSet.Modelled("control", RegisterSet.Space.MEMORY, control(clock)));
        Map<String, String> properties = Map.of("width", String.valueOf(width), "height", String.valueOf(height),
                "stride", String.valueOf(stride()));
        return new SimpleNode(name, COMPATIBLE, sets, properties).withConfigSpace(configSpace);
    }

    private int stride() {
        return width * BYTES_PER_PIXEL;
    }

    private RegisterFile control(DevmapClock clock) {
        return RegisterFile.ofSize(Pages.SIZE)
                .add(Register.at(0x00, "IDENT").with(BitAccess.READ_ONLY).reset(IDENT).described("constant: FB, version 1"))
                .add(Register.at(0x04, "WIDTH").with(BitAccess.READ_ONLY).reset(width).described("pixels of a row"))
                .add(Register.at(0x08, "HEIGHT").with(BitAccess.READ_ONLY).reset(height).described("rows"))
                .add(Register.at(0x0C, "STRIDE").with(BitAccess.READ_ONLY).reset(stride()).described("bytes from row to row"))
                .add(Register.at(0x10, "CONTROL").described("what is shown")
                        .field(Field.of("ENABLE", 0, 1).described("1 shows the picture"))
                        .field(Field.of("BLANK", 1, 1).described("1 shows black")))
                .add(Register.at(0x14, "START").described("byte in vram where the picture begins"))
                .add(Register.at(0x18, "FRAME").with(BitAccess.READ_ONLY).described("pictures shown since power-up, 60 a second"),
                        new Counter(clock, FRAMES_PER_SECOND))
                .build();
    }
}
