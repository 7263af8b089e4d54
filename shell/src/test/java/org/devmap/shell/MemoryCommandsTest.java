package org.devmap.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.devmap.AccessDirection;
import org.devmap.DataModel;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands about mappings and what is behind them. */
class MemoryCommandsTest {

    private ExampleSystem example;

    @BeforeEach
    void open() throws Exception {
        example = ExampleSystem.busy();
    }

    @AfterEach
    void close() {
        example.close();
    }

    /** The first column without its contents, which depend on what else runs in this process. */
    private static String withoutIds(String table) {
        return table.replaceAll("(?m)^ *(?:ID|[0-9]+)  ", "");
    }

    @Test
    void mapsShowsEachMappingAndWhereItsPagesAreLoaded() {
        assertThat(example.memory.maps()).isEqualTo("""
                SPACE           ADDRESS          LENGTH  PROT  DEVICE               OFFSET     PAGES              FAULTS
                org.example.ui  0x7fffffbfe000  4.0 KiB  r--s  framebuffer0:cursor     0x0       0/1  .                0
                org.example.ui  0x7fffffc00000  4.0 MiB  rw-s  framebuffer0:screen     0x0  257/1024  ##+.......     257""");
    }

    @Test
    void mapsOfOneSpaceFindsItByNameOwnerOrId() throws Exception {
        AddressSpace second = example.system.spaces().create("org.example.ui");
        ExampleSystem.map(second, "cursor", Pages.SIZE, Protection.READ).getInt(0);
        String table = """
                SPACE             ADDRESS          LENGTH  PROT  DEVICE               OFFSET  PAGES     FAULTS
                org.example.ui#2  0x7ffffffff000  4.0 KiB  r--s  framebuffer0:cursor     0x0    1/1  #       1""";
        assertThat(example.memory.maps("2")).isEqualTo(table);
        assertThat(example.memory.maps("org.example.ui#2")).isEqualTo(table);
        assertThat(example.memory.maps("org.example.ui").lines()).hasSize(4);
        assertThat(example.memory.maps("1").lines()).hasSize(3);
    }

    @Test
    void mapsAnswersAnUnknownSpaceWithThoseThereAre() {
        example.system.spaces().create("org.example.idle");
        assertThatThrownBy(() -> example.memory.maps("7")).isInstanceOf(CommandFailure.class)
                .hasMessage("SPACE '7': no address space has this owner or id; there are 1 org.example.ui, 2 org.example.idle");
        assertThat(example.memory.maps("org.example.idle")).isEqualTo("nothing is mapped in org.example.idle");
    }

    @Test
    void spacesShowsWhatIsOpenAndMapped() throws Exception {
        AddressSpace second = example.system.spaces().create("org.example.viewer", DataModel.ILP32);
        ExampleSystem.map(second, "cursor", Pages.SIZE, Protection.READ);
        ExampleSystem.map(second, "cursor", Pages.SIZE, Protection.READ);
        example.system.spaces().create("org.example.idle");
        assertThat(example.memory.spaces()).isEqualTo("""
                ID  OWNER               MODEL  MAPPINGS   MAPPED  WAITING  FILES
                 1  org.example.ui      LP64          2  4.0 MiB        0  framebuffer0:screen, framebuffer0:cursor
                 2  org.example.viewer  ILP32         2  8.0 KiB        0  framebuffer0:cursor (2 times)
                 3  org.example.idle    LP64          0      0 B        0  -""");
    }

    @Test
    void handlesShowsWhatIsBehindEachPieceAndHowItIsAccessed() {
        String table = example.memory.handles();
        assertThat(withoutIds(table)).isEqualTo("""
           SPACE           DEVICE               ADDRESS          LENGTH  OFFSET  BACKING                ROFF     PAGES
           org.example.ui  framebuffer0:cursor  0x7fffffbfe000  4.0 KiB     0x0  umem                    0x0       0/1  .
               r--u, at most rwxu; store_caching cached neverswap; no callbacks
           org.example.ui  framebuffer0:screen  0x7fffffc00000  4.0 MiB     0x0  set 1 of framebuffer0   0x0  257/1024  ##+.......
               rw-u, at most rwxu; strict uncached neverswap; callbacks access""");
        long id = example.system.snapshot().spaces().getFirst().segments().getLast().handles().getFirst().id();
        assertThat(table.lines().map(String::strip))
                .anyMatch(line -> line.startsWith(id + "  org.example.ui  framebuffer0:screen "));
    }

    @Test
    void umemShowsTheCookies() {
        String table = example.memory.umem();
        assertThat(withoutIds(table)).isEqualTo("""
                OWNER         TYPE                  SIZE  ADDRESS             PROVIDER  PINNED
                framebuffer0  KMEM_NON_PAGEABLE  4.0 KiB  0x7000000000000000  sim            1""");
        long id = example.system.snapshot().cookies().getFirst().id();
        assertThat(table.lines().skip(1).map(String::strip)).allMatch(line -> line.startsWith(id + "  framebuffer0 "));
    }

    @Test
    void contextsShowsTheRecords() {
        assertThat(example.memory.contexts()).isEqualTo("""
                NODE          BUSY  HANDLES  WAITING
                framebuffer0  no          1        0""");
    }

    @Test
    void gatesShowsWhatIsInside() throws Exception {
        assertThat(example.memory.gates()).isEqualTo("""
                DEVICE NUMBER  INSIDE   HANDLES  WAITING
                1,0            nothing        1        0""");
        AddressSpace second = example.system.spaces().create("org.example.locker");
        Mapping screen = ExampleSystem.map(second, "screen", 4 * Pages.SIZE, Protection.READ_WRITE);
        try (LockedRange _ = screen.lock(0, 2 * Pages.SIZE, AccessDirection.WRITE)) {
            assertThat(example.memory.gates()).isEqualTo("""
                    DEVICE NUMBER  INSIDE          HANDLES  WAITING
                    1,0            2 pages locked        2        0""");
        }
    }

    /** Inside a context callback, which is where a snapshot must not wait. */
    @Test
    void anAccessUnderWayKeepsItsContextBusyAndItsGateFromLocks() throws Exception {
        List<String> seen = new ArrayList<>();
        example.screen.onTouch(handle -> handle.setContextTimeout(3),
                () -> seen.addAll(List.of(example.memory.contexts(), example.memory.gates())));
        AddressSpace second = example.system.spaces().create("org.example.viewer");
        ExampleSystem.map(second, "screen", Pages.SIZE, Protection.READ).getInt(0);
        assertThat(seen).containsExactly("""
                NODE          BUSY  HANDLES  WAITING
                framebuffer0  yes         2        0""", """
                DEVICE NUMBER  INSIDE           HANDLES  WAITING
                1,0            1 page accessed        2        0""");
        assertThat(example.memory.handles()).contains("; strict uncached neverswap; callbacks access; hold-off 3 ticks");
    }

    @Test
    void aSystemAtRestSaysSo() {
        try (ExampleSystem idle = ExampleSystem.idle()) {
            idle.devices.detach("framebuffer0");
            assertThat(idle.memory.maps()).isEqualTo("nothing is mapped");
            assertThat(idle.memory.spaces()).isEqualTo("no address spaces: no application has one");
            assertThat(idle.memory.handles()).isEqualTo("no mapping handles: nothing is mapped");
            assertThat(idle.memory.umem()).isEqualTo("no umem: no driver has allocated or locked any");
            assertThat(idle.memory.contexts()).isEqualTo("no contexts: no mapping has an access callback");
            assertThat(idle.memory.gates()).isEqualTo("no gates: no mapping has an access callback");
            assertThatThrownBy(() -> idle.memory.maps("1"))
                    .hasMessage("SPACE '1': no address space has this owner or id; there is none at all");
        }
    }

    @Test
    void tooManyWordsAreNamed() {
        assertThatThrownBy(() -> example.memory.maps("1", "2")).hasMessage("'2' is one argument too many; usage: maps [SPACE]");
        assertThatThrownBy(() -> example.memory.spaces("1")).hasMessage("'1' is one argument too many; usage: spaces");
        assertThatThrownBy(() -> example.memory.handles("1")).hasMessage("'1' is one argument too many; usage: handles");
        assertThatThrownBy(() -> example.memory.umem("1")).hasMessage("'1' is one argument too many; usage: umem");
        assertThatThrownBy(() -> example.memory.contexts("1")).hasMessage("'1' is one argument too many; usage: contexts");
        assertThatThrownBy(() -> example.memory.gates("1")).hasMessage("'1' is one argument too many; usage: gates");
    }
}
