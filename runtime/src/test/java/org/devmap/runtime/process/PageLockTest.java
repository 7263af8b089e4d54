package org.devmap.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Panic;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.MappingCallbacks;
import org.devmap.dto.GateSnapshot;
import org.devmap.dto.SegmentSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.bench.Background;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Page locks over several pieces: whatever becomes of one, no other stays locked, for nobody would ever unlock it. */
class PageLockTest {

    private static final long P = Pages.SIZE;
    private static final int PAGES = 4;

    private final OnePagePieces driver = new OnePagePieces();
    private final DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().build());
    private AddressSpace space;
    private DeviceFile file;

    @BeforeEach
    void openTheDevice() throws DdiException {
        system.registerProvider(new ArenaProvider("test", Long.MAX_VALUE), 0);
        system.publish(new Device());
        system.registerDriver(driver, "pieces");
        space = system.spaces().create("test");
        file = space.open("/devices/pieces0:0", OpenFlags.READ_WRITE);
    }

    @AfterEach
    void close() {
        system.close();
    }

    @Test
    void aPanicHalfWayThroughALockUndoesIt() throws DdiException {
        Mapping mapping = map(0, 0, 2);
        driver.panicAt = P;
        assertThatThrownBy(() -> space.pageLock(mapping.address(), 2 * P, AccessDirection.WRITE)).isInstanceOf(Panic.class);
        expectNothingLocked();
    }

    @Test
    void aPanicInTheSecondSegmentUndoesTheLockOfTheFirst() throws DdiException {
        long address = twoSegments();
        driver.panicAt = 2 * P;
        assertThatThrownBy(() -> space.pageLock(address, 3 * P, AccessDirection.WRITE)).isInstanceOf(Panic.class);
        expectNothingLocked();
    }

    @Test
    void aSegmentWhoseUnlockIsAPanicDoesNotKeepTheNextOneLocked() throws DdiException {
        long address = twoSegments();
        driver.forgetToLockAt = 0;
        LockedRange range = space.pageLock(address, 3 * P, AccessDirection.WRITE);
        assertThatThrownBy(range::close).isInstanceOf(Panic.class);
        expectNothingLocked();
    }

    @Test
    void aLockThatAnExecEndedLeavesWhatIsMappedThereNowAlone() throws Exception {
        Mapping mapping = map(0, 0, 1);
        LockedRange range = space.pageLock(mapping.address(), P, AccessDirection.WRITE);
        Background.run(space::exec).join();
        map(mapping.address(), P, 1);
        assertThatCode(range::close).doesNotThrowAnyException();
        assertThat(driver.unlocks).isZero();
        expectNothingLocked();
    }

    @Test
    void aDriverThatIsAskedToUnlockKeepsNobodyWaitingAndIsAskedOnce() throws Exception {
        LockedRange range = space.pageLock(map(0, 0, 1).address(), P, AccessDirection.WRITE);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        driver.onUnlock = () -> {
            inside.countDown();
            Background.await(go);
        };
        Background<Void> closing = Background.run(range::close);
        inside.await();
        try {
            Background.run(range::close).join();
            assertThat(Background.call(range::segment).failure()).isInstanceOf(IllegalStateException.class);
        } finally {
            go.countDown();
        }
        closing.join();
        assertThat(driver.unlocks).isOne();
        expectNothingLocked();
    }

    private Mapping map(long address, long off, int pages) throws DdiException {
        MapFlags flags = address == 0 ? MapFlags.SHARED : MapFlags.SHARED.with(MapFlags.FIXED);
        return file.map(address, off, pages * P, Protection.READ_WRITE, flags);
    }

    /** Offsets 0 and P in one segment, 2P in the next, with a gate of its own. */
    private long twoSegments() throws DdiException {
        Mapping upper = map(0, 2 * P, 1);
        return map(upper.address() - 2 * P, 0, 2).address();
    }

    private void expectNothingLocked() {
        assertThat(system.snapshot().gates()).extracting(GateSnapshot::count).containsOnly(0L);
        assertThat(system.snapshot().space(space.id()).orElseThrow().segments())
                .extracting(SegmentSnapshot::softLockedPages).containsOnly(0L);
    }

    /** Shows its register set page by page, each behind a handle of its own; from page 2 on with another access function. */
    private static final class OnePagePieces implements DeviceDriver {

        private final Pieces low = new Pieces();
        private final Pieces high = new Pieces();
        private long panicAt = -1;
        private long forgetToLockAt = -1;
        private int unlocks;
        private volatile Runnable onUnlock = () -> { };

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().flags(CbFlags.D_DEVMAP).devmap((_, handle, off, _, _) -> {
                handle.devmemSetup(DevmemSetup.of(0, off, P).withCallbacks(off < 2 * P ? low : high));
                return P;
            }).build();
        }

        @Override
        public void attach(DeviceInfo device) throws DdiException {
            device.createMinorNode("0", 0, PAGES * P);
        }

        @Override
        public void detach(DeviceInfo device) {
            // Nothing to give back.
        }

        private final class Pieces implements MappingCallbacks<Object> {

            @Override
            public void access(DevmapCookie handle, Object data, long off, long len, AccessType type, AccessDirection rw)
                    throws FaultException {
                if (off == panicAt) {
                    throw new Panic("as a load on another process's handle would be");
                }
                if (type == AccessType.UNLOCK) {
                    unlocks++;
                    onUnlock.run();
                }
                if (type != AccessType.LOCK || off != forgetToLockAt) {
                    handle.load(off, len, type, rw);
                }
            }
        }
    }

    /** The node. */
    private record Device() implements DeviceNode {

        @Override
        public String name() {
            return "pieces0";
        }

        @Override
        public List<String> compatible() {
            return List.of("pieces");
        }

        @Override
        public List<RegisterSet> registerSets() {
            return List.of(new RegisterSet.Hosted("memory", PAGES * P));
        }
    }
}
