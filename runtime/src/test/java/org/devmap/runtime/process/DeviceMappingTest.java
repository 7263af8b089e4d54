package org.devmap.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.MemoryAccess;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.SegmentationFault;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemSetup;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.bench.Card;
import org.devmap.runtime.bench.Scripted;
import org.devmap.runtime.translation.DeviceAccess;
import org.devmap.runtime.translation.OrdinaryAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Registers at page 0, kernel memory at page 1, and what a mapping of either, or of both, is like. */
@Timeout(30)
class DeviceMappingTest {

    private static final long P = Pages.SIZE;

    private final DevmapSystem system =
            DevmapSystem.create(SystemConfiguration.builder().clock(new ManualClock()).build());
    private final AddressSpace space = system.spaces().create("test");
    private UmemCookie cookie;
    private DeviceFile file;

    @BeforeEach
    void openTheCard() throws DdiException {
        Scripted driver = new Scripted(CbOps.builder().devmap((_, handle, off, _, _) -> {
            if (off == 0) {
                handle.devmemSetup(DevmemSetup.of(0, 0, P));
            } else {
                handle.umemSetup(UmemSetup.of(cookie, 0, P));
            }
            return P;
        }).flags(CbFlags.D_DEVMAP).build());
        driver.attach = device -> {
            device.createMinorNode("all", 0, 2 * P);
            cookie = device.umemAlloc(P, UmemFlags.SLEEP);
        };
        system.registerProvider(new ArenaProvider("memory"), 0);
        system.registerNexus(new Card.Publisher("nexus", Card.real(new Card.Memory(1), 1)));
        system.registerDriver(driver, "card");
        file = space.open("/devices/card0:all", OpenFlags.READ_WRITE);
    }

    @AfterEach
    void end() {
        system.close();
    }

    private Mapping map(long offset, long length) throws DdiException {
        return file.map(offset, length, Protection.READ_WRITE, MapFlags.SHARED);
    }

    @Test
    void compilersCanTellRegistersFromMemory() throws DdiException {
        assertThat(map(0, P)).isInstanceOf(DeviceAccess.class);
        assertThat(map(P, P)).isInstanceOf(OrdinaryAccess.class);
        assertThat(map(0, 2 * P)).as("both in one mapping").isInstanceOf(OrdinaryAccess.class);
    }

    @Test
    void aMappingIsOneAndTheSameForEverybodyWhoAsks() throws DdiException {
        for (Mapping mapping : new Mapping[] {map(0, P), map(P, P), map(0, 2 * P)}) {
            assertThat(space.mappingAt(mapping.address())).containsSame(mapping);
        }
    }

    @Test
    void theChildOfAForkGetsTheSameKind() throws DdiException {
        Mapping registers = map(0, P);
        registers.setInt(8, 77);
        try (AddressSpace child = space.fork()) {
            Mapping copy = child.mappingAt(registers.address()).orElseThrow();
            assertThat(copy).isInstanceOf(DeviceAccess.class).isNotSameAs(registers);
            assertThat(copy.addressSpace()).isSameAs(child);
            assertThat(copy.getInt(8)).isEqualTo(77);
        }
    }

    @Test
    void aPartOfRegistersIsLikeTheWhole() throws DdiException {
        Mapping registers = map(0, P);
        MemoryAccess part = registers.view(16, 64).view(8, 32);
        assertThat(part).isInstanceOf(DeviceAccess.class);
        part.setLong(0, -24);
        assertThat(registers.getLong(24)).isEqualTo(-24);
        assertThat(map(P, P).view(16, 64)).isInstanceOf(OrdinaryAccess.class);
    }

    @Test
    void aMappingOfRegistersSaysOfItselfWhatAnyMappingSays() throws DdiException {
        Mapping registers = map(0, P);
        assertThat(registers.path()).isEqualTo("/devices/card0:all");
        assertThat(registers.offset()).isZero();
        assertThat(registers.flags()).isEqualTo(MapFlags.SHARED);
        assertThat(registers.length()).isEqualTo(P);
        assertThat(registers.addressSpace()).isSameAs(space);
        assertThat(registers).hasToString("mapping 0x%x+0x1000 of /devices/card0:all".formatted(registers.address()));
    }

    @Test
    void aMappingOfRegistersIsProtectedAndUnmappedLikeAnyOther() throws DdiException {
        Mapping registers = map(0, P);
        registers.protect(Protection.READ);
        assertThatThrownBy(() -> registers.setInt(0, 1)).isInstanceOf(SegmentationFault.class);
        registers.close();
        assertThat(space.mappingAt(registers.address())).isEmpty();
    }
}
