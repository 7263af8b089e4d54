package org.devmap.examples.sharedpage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.Mapping;
import org.devmap.dto.CookieSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedPageDriverTest {

    private static final String NODE = "shared-page0";
    private static final long P = Pages.SIZE;

    private final DevmapSystem system = DevmapSystem.create(
            SystemConfiguration.builder().clock(new ManualClock()).discoverBackends().build());

    @BeforeEach
    void register() {
        system.registerDriver(new SharedPageDriver(), "shared-page");
    }

    @AfterEach
    void close() {
        system.close();
    }

    private static Mapping map(AddressSpace space, long off, long len) throws DdiException {
        return space.open("/devices/" + NODE + ":shared", OpenFlags.READ_WRITE)
                .map(off, len, Protection.READ_WRITE, MapFlags.SHARED);
    }

    private Mapping map(DataModel model) throws DdiException {
        return map(system.spaces().create("application", model), 0, P);
    }

    private List<Long> allocated() {
        return system.snapshot().cookies().stream().map(CookieSnapshot::size).toList();
    }

    /** S-371. */
    @Test
    void allocatesBothPagesAtTheFirstMmapAndNothingLater() throws DdiException {
        assertThat(allocated()).isEmpty();
        map(DataModel.LP64);
        assertThat(allocated()).containsExactly(2 * P);
        map(DataModel.LP64);
        map(DataModel.ILP32);
        assertThat(allocated()).containsExactly(2 * P);
    }

    /** S-311. */
    @Test
    void applicationsOfOneDataModelShareAPage() throws DdiException {
        Mapping first = map(DataModel.LP64);
        Mapping second = map(DataModel.LP64);
        Mapping first32 = map(DataModel.ILP32);
        Mapping second32 = map(DataModel.ILP32);
        first.setInt(0, 64);
        first32.setInt(0, 32);
        assertThat(second.getInt(0)).isEqualTo(64);
        assertThat(second32.getInt(0)).isEqualTo(32);
        assertThat(first.getInt(0)).isEqualTo(64);
    }

    /** S-312: the guide's own example has a single page then, and refuses. */
    @Test
    void a32BitApplicationMayComeFirst() throws DdiException {
        map(DataModel.ILP32).setInt(0, 32);
        assertThat(map(DataModel.LP64).getInt(0)).isZero();
    }

    /** S-372, S-073. */
    @ParameterizedTest
    @CsvSource({"0, 8192", "4096, 4096", "4096, 1", "-4096, 4096", "-4096, 8192", "0, 4097", "0, 9223372036854771712",
        "9223372036854771712, 4096", "-9223372036854775808, 4096"})
    void whateverIsNotInsideThePageIsRefusedWithENXIO(long off, long len) {
        for (DataModel model : List.of(DataModel.LP64, DataModel.ILP32)) {
            AddressSpace space = system.spaces().create("application", model);
            DdiException refused = catchThrowableOfType(DdiException.class, () -> map(space, off, len));
            assertThat(refused.errno()).isEqualTo(Errno.ENXIO);
            assertThat(refused.getCause()).hasMessageContaining("offset " + off + ", length " + len);
        }
    }

    /** S-372. */
    @Test
    void aPartOfThePageIsMappedAsThePage() throws DdiException {
        Mapping part = map(system.spaces().create("application"), 0, 100);
        part.setInt(96, 7);
        assertThat(map(DataModel.LP64).getInt(96)).isEqualTo(7);
    }

    @Test
    void contentsOutliveTheLastMapping() throws DdiException {
        try (AddressSpace space = system.spaces().create("application")) {
            map(space, 0, P).setLong(8, 42);
        }
        assertThat(map(DataModel.LP64).getLong(8)).isEqualTo(42);
    }

    @Test
    void detachFreesTheMemoryAndAttachStartsWithAnEmptyPage() throws DdiException {
        try (AddressSpace space = system.spaces().create("application")) {
            map(space, 0, P).setLong(8, 42);
        }
        system.detach(NODE);
        assertThat(allocated()).isEmpty();
        system.attach(NODE);
        assertThat(map(DataModel.LP64).getLong(8)).isZero();
    }

    @Test
    void ofSeveralFirstOnesAtOnceOneAllocatesAndAllShare() throws Exception {
        int count = 8;
        CyclicBarrier start = new CyclicBarrier(count);
        List<Future<Mapping>> mappings = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(count)) {
            for (int i = 0; i < count; i++) {
                Callable<Mapping> application = () -> {
                    start.await();
                    return map(DataModel.LP64);
                };
                mappings.add(executor.submit(application));
            }
        }
        assertThat(allocated()).containsExactly(2 * P);
        mappings.getFirst().get().setInt(0, 5);
        for (Future<Mapping> mapping : mappings) {
            assertThat(mapping.get().getInt(0)).isEqualTo(5);
        }
    }
}
