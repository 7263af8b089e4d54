package org.devmap.examples.framebuffer.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.MemoryAccess;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.AddressSpaces;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.examples.demo.BadInput;
import org.devmap.examples.demo.DemoOptions;
import org.devmap.examples.demo.Narrator;
import org.devmap.examples.demo.Scenario;
import org.devmap.examples.demo.Unexpected;
import org.devmap.examples.framebuffer.FramebufferDriver;
import org.devmap.examples.framebuffer.FramebufferIoctl;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * A painter maps the screen and draws a picture; a viewer, another application, maps the same memory and saves what it sees;
 * a third one gets the memory as applications did before mmap(2), by ioctl.
 */
@Component(property = "service.ranking:Integer=10")
public final class FramebufferApplication implements Scenario {

    private static final String NODE = "framebuffer0";
    private static final String SCREEN = "/devices/" + NODE + ":screen";
    private static final String BOARD = "/devices/" + NODE + ":board";
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int PIXEL = 0xFFC08040;

    private final AddressSpace painter;
    private final AddressSpaces spaces;

    /**
     * As a component.
     *
     * @param painter the address space of this bundle
     * @param spaces makes those of the viewers
     */
    @Activate
    public FramebufferApplication(@Reference AddressSpace painter, @Reference AddressSpaces spaces) {
        this.painter = painter;
        this.spaces = spaces;
    }

    @Override
    public String name() {
        return "framebuffer";
    }

    @Override
    public String summary() {
        return "a screen whose pixels are mapped memory, seen by three applications";
    }

    @Override
    public List<String> devices() {
        return List.of(NODE);
    }

    @Override
    public boolean draws() {
        return true;
    }

    @Override
    public void check(DemoOptions options) throws BadInput, DdiException {
        if (options.image().isPresent()) {
            picture(options);
        }
    }

    @Override
    public void play(DemoOptions options, Narrator narrator) throws DdiException, IOException, BadInput, Unexpected {
        BufferedImage picture = picture(options);
        try (AddressSpace viewer = spaces.create("viewer");
             AddressSpace old = spaces.create("pre-SVR4");
             DeviceFile file = painter.open(SCREEN, OpenFlags.READ_WRITE);
             Mapping screen = map(file, Protection.READ_WRITE)) {
            Geometry geometry = Geometry.of(picture);
            geometry.set(file);
            geometry.draw(picture, screen);
            narrator.tell("the painter sets the size and draws", geometry, "ioctl(9E), ddi_copyin(9F)");
            view(narrator, viewer, picture, options.out());
            viewByIoctl(narrator, old, picture);
            pieces(narrator, viewer, screen);
            hole(narrator, file, screen);
        }
    }

    /** The viewer knows nothing but the device: the size comes by ioctl, the pixels through its own mapping. */
    private static void view(Narrator narrator, AddressSpace viewer, BufferedImage picture, Path out)
            throws DdiException, IOException, BadInput, Unexpected {
        try (DeviceFile file = viewer.open(SCREEN, OpenFlags.READ); Mapping pixels = map(file, Protection.READ)) {
            Geometry geometry = Geometry.ask(file);
            narrator.expect("the viewer asks for the size", Geometry.of(picture).toString(), geometry.toString(),
                    "ddi_copyout(9F)");
            BufferedImage seen = geometry.look(pixels);
            narrator.expect("it maps the same memory and looks", "0 pixels differ", difference(picture, seen),
                    "S-325 the same backing, no copy");
            PictureFile.write(seen, out);
            narrator.expect("it saves what it sees as PNG, which is read back", "0 pixels differ",
                    difference(picture, PictureFile.read(out, file.size().orElseThrow())),
                    "alpha, red, green, blue of each pixel");
        }
    }

    private static void viewByIoctl(Narrator narrator, AddressSpace old, BufferedImage picture)
            throws DdiException, Unexpected {
        try (DeviceFile file = old.open(SCREEN, OpenFlags.READ)) {
            MemorySegment answer = MemorySegment.ofArray(new byte[FramebufferIoctl.MAP_SIZE]);
            file.ioctl(FramebufferIoctl.MAP, answer);
            long address = answer.get(ValueLayout.JAVA_LONG_UNALIGNED, FramebufferIoctl.MAP_ADDRESS);
            long length = answer.get(ValueLayout.JAVA_LONG_UNALIGNED, FramebufferIoctl.MAP_LENGTH);
            MemoryAccess pixels = old.memory().view(address, length);
            narrator.expect("one older than mmap(2) has it mapped by ioctl", "0 pixels differ",
                    difference(picture, Geometry.ask(file).look(pixels)), "S-399 drv_mmap(D3)");
        }
    }

    /** The last page of the screen and the cursor behind it: device memory and kernel memory in one mapping. */
    private void pieces(Narrator narrator, AddressSpace viewer, Mapping screen) throws DdiException, Unexpected {
        long lastPage = FramebufferDriver.MAPPING_START + screen.length() - Pages.SIZE;
        try (DeviceFile file = painter.open(BOARD, OpenFlags.READ_WRITE);
             DeviceFile viewerFile = viewer.open(BOARD, OpenFlags.READ);
             Mapping both = file.map(lastPage, 2 * Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
             Mapping cursor = viewerFile.map(lastPage + Pages.SIZE, Pages.SIZE, Protection.READ, MapFlags.SHARED)) {
            screen.setInt(screen.length() - Integer.BYTES, PIXEL);
            narrator.expect("one mmap over device memory and what is behind", pixel(PIXEL),
                    pixel(both.getInt(Pages.SIZE - Integer.BYTES)), "S-367 first handle: the last page");
            both.setInt(Pages.SIZE, ~PIXEL);
            narrator.expect("its second page is the cursor, for the viewer too", pixel(~PIXEL), pixel(cursor.getInt(0)),
                    "S-055 second handle: kernel memory");
        }
    }

    /** The driver counts the pieces of device memory that are mapped, by its callbacks. */
    private static void hole(Narrator narrator, DeviceFile file, Mapping screen) throws DdiException, Unexpected {
        int before = file.ioctl(FramebufferIoctl.MAPPINGS);
        screen.unmap(Pages.SIZE, Pages.SIZE);
        narrator.expect("munmap of a page in the middle leaves two pieces", before + 1 + " mapped",
                file.ioctl(FramebufferIoctl.MAPPINGS) + " mapped", "S-251 devmap_unmap(9E)");
    }

    private BufferedImage picture(DemoOptions options) throws BadInput, DdiException {
        if (options.image().isEmpty()) {
            return DuskPicture.draw(WIDTH, HEIGHT);
        }
        try (DeviceFile file = painter.open(SCREEN, OpenFlags.READ)) {
            return PictureFile.read(options.image().get(), file.size().orElseThrow());
        }
    }

    private static String pixel(int argb) {
        return "0x%08x".formatted(argb);
    }

    private static Mapping map(DeviceFile file, Protection protection) throws DdiException {
        return file.map(0, file.size().orElseThrow(), protection, MapFlags.SHARED);
    }

    private static String difference(BufferedImage one, BufferedImage other) {
        return PictureFile.difference(one, other) + " pixels differ";
    }
}
