package org.devmap.examples.sharedpage.app;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.AddressSpaces;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.dto.CookieSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.devmap.examples.demo.DemoOptions;
import org.devmap.examples.demo.Narrator;
import org.devmap.examples.demo.Scenario;
import org.devmap.examples.demo.Unexpected;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Four applications map the shared page: three 64-bit ones, which read what the others wrote, and a 32-bit one, which has a
 * page of its own.
 */
@Component(property = "service.ranking:Integer=30")
public final class SharedPageApplication implements Scenario {

    private static final String NODE = "shared-page0";
    private static final String PATH = "/devices/" + NODE + ":shared";
    private static final int TEXT_LENGTH = 64;

    private final AddressSpace own;
    private final AddressSpaces spaces;
    private final DevmapAdmin admin;

    /**
     * As a component.
     *
     * @param own the address space of this bundle
     * @param spaces makes more
     * @param admin whom to ask how much is allocated
     */
    @Activate
    public SharedPageApplication(@Reference AddressSpace own, @Reference AddressSpaces spaces, @Reference DevmapAdmin admin) {
        this.own = own;
        this.spaces = spaces;
        this.admin = admin;
    }

    @Override
    public String name() {
        return "shared-page";
    }

    @Override
    public String summary() {
        return "one page of kernel memory that all applications of a data model share";
    }

    @Override
    public List<String> devices() {
        return List.of(NODE);
    }

    @Override
    public void play(DemoOptions options, Narrator narrator) throws DdiException, Unexpected {
        try (AddressSpace reader = spaces.create("reader");
             AddressSpace late = spaces.create("latecomer");
             AddressSpace legacy = spaces.create("legacy", DataModel.ILP32);
             DeviceFile file = own.open(PATH, OpenFlags.READ_WRITE)) {
            narrator.tell("the driver is attached, nobody has mapped yet", allocated(), "S-371 the first mmap allocates");
            try (Mapping page = map(file)) {
                narrator.expect("the first application maps a page", 2 * Pages.SIZE + " bytes", allocated(),
                        "S-312 two pages: 32-bit ones may come");
                write(page, "one");
                narrator.expect("another LP64 application reads it", "one", readFrom(reader),
                        "S-311 one page for a data model");
                share(narrator, page, late);
                separate(narrator, page, legacy);
            }
            refuse(narrator, file, legacy);
        }
    }

    private void share(Narrator narrator, Mapping page, AddressSpace late) throws DdiException, Unexpected {
        try (DeviceFile file = late.open(PATH, OpenFlags.READ_WRITE); Mapping same = map(file)) {
            write(same, "three");
            narrator.expect("a third one writes, the first reads it", "three", read(page),
                    "S-362 the same bytes, no copy");
        }
        narrator.expect("however many map it", 2 * Pages.SIZE + " bytes", allocated(), "S-371 nothing more is allocated");
    }

    private void separate(Narrator narrator, Mapping page, AddressSpace legacy) throws DdiException, Unexpected {
        try (DeviceFile file = legacy.open(PATH, OpenFlags.READ_WRITE); Mapping other = map(file)) {
            write(other, "thirty-two");
            narrator.expect("an ILP32 application writes, the first reads", "three", read(page),
                    "S-311 the other page: koff + P");
            write(page, "sixty-four");
            narrator.expect("the first writes, the ILP32 one reads", "thirty-two", read(other),
                    "S-370 devmap(9E) is told the model");
        }
    }

    private void refuse(Narrator narrator, DeviceFile file, AddressSpace legacy) throws DdiException, Unexpected {
        narrator.expectRefusal("mmap of a second page", Errno.ENXIO,
                () -> file.map(Pages.SIZE, Pages.SIZE, Protection.READ, MapFlags.SHARED), "S-372 off + len > ptob(1)");
        try (DeviceFile legacyFile = legacy.open(PATH, OpenFlags.READ)) {
            narrator.expectRefusal("mmap at offset -P by the ILP32 application", Errno.ENXIO,
                    () -> legacyFile.map(-Pages.SIZE, Pages.SIZE, Protection.READ, MapFlags.SHARED),
                    "S-073 else it would see the LP64 page");
        }
    }

    private String allocated() {
        long bytes = admin.snapshot().cookies().stream()
                .filter(cookie -> cookie.owner().equals(NODE)).mapToLong(CookieSnapshot::size).sum();
        return bytes + " bytes";
    }

    private static String readFrom(AddressSpace space) throws DdiException {
        try (DeviceFile file = space.open(PATH, OpenFlags.READ);
             Mapping page = file.map(0, Pages.SIZE, Protection.READ, MapFlags.SHARED)) {
            return read(page);
        }
    }

    private static Mapping map(DeviceFile file) throws DdiException {
        return file.map(0, file.size().orElseThrow(), Protection.READ_WRITE, MapFlags.SHARED);
    }

    private static void write(Mapping page, String text) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[TEXT_LENGTH]);
        bytes.setString(0, text);
        page.copyFrom(bytes, 0, 0, TEXT_LENGTH);
    }

    private static String read(Mapping page) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[TEXT_LENGTH]);
        page.copyTo(0, bytes, 0, TEXT_LENGTH);
        return bytes.getString(0);
    }
}
