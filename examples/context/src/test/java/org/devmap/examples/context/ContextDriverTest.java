package org.devmap.examples.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ContextDriverTest {

    private static final int BANKS = 16;
    private static final long P = Pages.SIZE;

    private final ManualClock clock = new ManualClock();
    private final DevmapSystem system = DevmapSystem.create(
            SystemConfiguration.builder().clock(clock).onlineCpus(2).discoverBackends().build());

    @AfterEach
    void close() {
        system.close();
    }

    private DeviceFile open() throws DdiException {
        system.registerDriver(new ContextDriver(), "context");
        return system.spaces().create("observer").open("/devices/context0:regs", OpenFlags.READ_WRITE);
    }

    private Mapping map(String node, long off, long len, MapFlags flags) throws DdiException {
        return system.spaces().create("application").open("/devices/" + node + ":regs", OpenFlags.READ_WRITE)
                .map(off, len, Protection.READ_WRITE, flags);
    }

    private Mapping map() throws DdiException {
        return map("context0", 0, P, MapFlags.SHARED);
    }

    /** S-204. */
    @Test
    void twoApplicationsByTurnsEachSeeTheirOwnRegisters() throws DdiException {
        DeviceFile file = open();
        Mapping first = map();
        Mapping second = map();
        second.setInt(0, 0);
        file.ioctl(ContextDriver.SWITCHES);
        for (int i = 0; i < 10; i++) {
            first.setInt(4 * i, i);
            second.setInt(4 * i, -i);
        }
        assertThat(file.ioctl(ContextDriver.SWITCHES)).isEqualTo(20);
        for (int i = 0; i < 10; i++) {
            assertThat(first.getInt(4 * i)).isEqualTo(i);
            assertThat(second.getInt(4 * i)).isEqualTo(-i);
        }
        assertThat(file.ioctl(ContextDriver.SWITCHES)).isEqualTo(20);
    }

    @Test
    void asLongAsNobodyElseComesThereIsNoSwitch() throws DdiException {
        DeviceFile file = open();
        Mapping only = map();
        only.setInt(0, 1);
        file.ioctl(ContextDriver.SWITCHES);
        for (int i = 0; i < 1000; i++) {
            only.setInt(4, only.getInt(4) + 1);
        }
        assertThat(file.ioctl(ContextDriver.SWITCHES)).isZero();
        assertThat(only.getInt(4)).isEqualTo(1000);
    }

    @Test
    void threadsOfTwoApplicationsAtOnceNeverMeetInARegister() throws Exception {
        open();
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            Future<Integer> first = executor.submit(() -> foreign(start, map(), 1));
            Future<Integer> second = executor.submit(() -> foreign(start, map(), -1));
            assertThat(first.get()).isZero();
            assertThat(second.get()).isZero();
        }
    }

    private static int foreign(CyclicBarrier start, Mapping registers, int sign) throws Exception {
        start.await();
        int foreign = 0;
        for (int i = 0; i < 2000; i++) {
            registers.setInt(0, sign * i);
            foreign += registers.getInt(0) == sign * i ? 0 : 1;
        }
        return foreign;
    }

    @Test
    void aNewApplicationFindsClearedRegistersInTheBankOfAFormerOne() throws DdiException {
        open();
        try (Mapping former = map()) {
            former.setInt(64, 99);
        }
        assertThat(map().getInt(64)).isZero();
    }

    @Test
    void aForkedChildSharesTheRegistersOfItsParentAndOfNobodyElse() throws DdiException {
        open();
        Mapping parent = map();
        Mapping other = map();
        parent.setInt(8, 1);
        try (AddressSpace child = parent.addressSpace().fork()) {
            Mapping inherited = child.mappingAt(parent.address()).orElseThrow();
            assertThat(inherited.getInt(8)).isEqualTo(1);
            inherited.setInt(8, 2);
            other.setInt(8, 3);
            assertThat(parent.getInt(8)).isEqualTo(2);
        }
        assertThat(parent.getInt(8)).isEqualTo(2);
        assertThat(other.getInt(8)).isEqualTo(3);
    }

    @Test
    void thereAreAsManyContextsAsBanksAndABankIsUsedAgain() throws DdiException {
        open();
        Mapping last = null;
        for (int i = 0; i < BANKS; i++) {
            last = map();
            last.setInt(0, i);
        }
        DdiException refused = catchThrowableOfType(DdiException.class, this::map);
        assertThat(refused.errno()).isEqualTo(Errno.ENXIO);
        assertThat(refused.getCause()).hasMessageContaining("EBUSY: all 16 banks are taken");
        last.close();
        map().setInt(0, 17);
    }

    @Test
    void mapPrivateIsRefused() throws DdiException {
        open();
        DdiException refused = catchThrowableOfType(DdiException.class, () -> map("context0", 0, P, MapFlags.PRIVATE));
        assertThat(refused.errno()).isEqualTo(Errno.ENXIO);
        assertThat(refused.getCause()).hasMessageContaining("map MAP_SHARED");
    }

    @ParameterizedTest
    @CsvSource({"4096, 4096", "0, 8192", "-4096, 4096", "0, 4097"})
    void whateverIsNotTheWindowIsRefusedWithENXIO(long off, long len) throws DdiException {
        open();
        DdiException refused = catchThrowableOfType(DdiException.class, () -> map("context0", off, len, MapFlags.SHARED));
        assertThat(refused.errno()).isEqualTo(Errno.ENXIO);
        assertThat(refused.getCause()).hasMessageContaining("is not the window");
    }

    @Test
    void anUnknownCommandIsRefusedWithENOTTY() throws DdiException {
        DeviceFile file = open();
        DdiException refused = catchThrowableOfType(DdiException.class, () -> file.ioctl(1));
        assertThat(refused.errno()).isEqualTo(Errno.ENOTTY);
    }

    /** S-188, S-143. */
    @Test
    void withATimeoutAContextStaysThatLongBeforeAnotherMaySwitch() throws Exception {
        system.registerDriver(new ContextDriver(), "context");
        system.publish(new PlainNode("context1", Map.of("banks", "2", "context.timeout", "5")));
        Mapping first = map("context1", 0, P, MapFlags.SHARED);
        Mapping second = map("context1", 0, P, MapFlags.SHARED);
        first.setInt(0, 1);
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<?> waiting = executor.submit(() -> second.setInt(0, 2));
            while (waiters() == 0 && !waiting.isDone()) {
                Thread.onSpinWait();
            }
            clock.advanceTicks(4);
            assertThat(waiters()).isEqualTo(1);
            assertThat(first.getInt(0)).isEqualTo(1);
            clock.advanceTicks(1);
            waiting.get(60, TimeUnit.SECONDS);
        }
        assertThat(second.getInt(0)).isEqualTo(2);
    }

    private int waiters() {
        return system.snapshot().contexts().stream().mapToInt(context -> context.waiting()).sum();
    }

    /** Publishes one device. */
    private record Publisher(String name, DeviceNode node) implements Nexus {

        @Override
        public void start(NexusHost host) throws DdiException {
            host.publish(node);
        }

        @Override
        public void stop() {
            // The framework withdraws what is left.
        }
    }

    @Test
    void whatABankHoldsGoesAlongToAnotherDevice() throws DdiException {
        system.registerNexus(new Publisher("simulated", new PlainNode("context7", Map.of())));
        system.registerNexus(new Publisher("real", new PlainNode("context7", Map.of())));
        system.registerDriver(new ContextDriver(), "context");
        Mapping mapping = map("context7", 0, P, MapFlags.SHARED);
        mapping.setInt(8, 42);
        system.swap("context7", "real");
        assertThat(mapping.getInt(8)).isEqualTo(42);
        mapping.setInt(8, 43);
        system.swap("context7", "simulated");
        assertThat(mapping.getInt(8)).isEqualTo(43);
    }
}
