package org.devmap.examples.framebuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.devmap.examples.framebuffer.FramebufferDriver.MAPPING_START;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.dto.HandleSnapshot;
import org.devmap.dto.SegmentSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is mapped where, and who hears of it. */
class FramebufferDriverTest {

    private static final String NODE = "framebuffer0";
    private static final long P = Pages.SIZE;

    private final DevmapSystem system = DevmapSystem.create(
            SystemConfiguration.builder().clock(new ManualClock()).discoverBackends().build());
    private final AddressSpace space = system.spaces().create("application");
    private DeviceFile screen;
    private DeviceFile board;
    private long memory;

    @BeforeEach
    void open() throws DdiException {
        system.registerDriver(new FramebufferDriver(), "framebuffer");
        screen = space.open("/devices/" + NODE + ":screen", OpenFlags.READ_WRITE);
        board = space.open("/devices/" + NODE + ":board", OpenFlags.READ_WRITE);
        memory = screen.size().orElseThrow();
    }

    @AfterEach
    void close() {
        system.close();
    }

    private static Mapping map(DeviceFile file, long off, long len) throws DdiException {
        return file.map(off, len, Protection.READ_WRITE, MapFlags.SHARED);
    }

    private int mappings() throws DdiException {
        return screen.ioctl(FramebufferIoctl.MAPPINGS);
    }

    private List<HandleSnapshot> handles() {
        return system.snapshot().space(space.id()).orElseThrow().segments().stream()
                .map(SegmentSnapshot::handles).flatMap(List::stream).toList();
    }

    @Test
    void theScreenIsAllDeviceMemoryFromOffset0() throws DdiException {
        Mapping all = map(screen, 0, memory);
        all.setInt(0, 1);
        all.setInt(memory - 4, 2);
        Mapping lastPage = map(screen, memory - P, P);
        assertThat(lastPage.getInt(P - 4)).isEqualTo(2);
        assertThat(map(board, MAPPING_START, P).getInt(0)).isEqualTo(1);
    }

    /** S-367. */
    @Test
    void theBoardIsDeviceMemoryWithCallbacksAndKernelMemoryWithoutInOneMapping() throws DdiException {
        Mapping both = map(board, MAPPING_START, memory + P);
        assertThat(handles()).extracting(HandleSnapshot::uoff).containsExactly(MAPPING_START, MAPPING_START + memory);
        assertThat(handles()).extracting(HandleSnapshot::length).containsExactly(memory, P);
        assertThat(handles()).extracting(HandleSnapshot::callbacks).containsExactly("map access dup unmap", "");
        assertThat(mappings()).isEqualTo(1);
        both.setInt(memory - 4, 10);
        both.setInt(memory, 11);
        assertThat(map(screen, memory - P, P).getInt(P - 4)).isEqualTo(10);
        assertThat(map(board, MAPPING_START + memory, P).getInt(0)).isEqualTo(11);
    }

    /** S-367: the first touch of a page comes to the access callback, in device memory only. */
    @Test
    void touchingDeviceMemoryCallsAccessAndTouchingTheCursorCallsNobody() throws DdiException {
        Mapping both = map(board, MAPPING_START + memory - P, 2 * P);
        long before = accesses();
        both.getInt(P);
        assertThat(accesses()).isEqualTo(before);
        both.getInt(0);
        assertThat(accesses()).isEqualTo(before + 1);
    }

    private long accesses() {
        return system.snapshot().counters().getOrDefault("access", 0L);
    }

    @ParameterizedTest
    @CsvSource({"-4096, 4096", "0, 67108864", "1879048192, 4096", "67108864, 4096"})
    void offTheScreenThereIsNothing(long off, long len) throws DdiException {
        assertThat(memory).isEqualTo(67108864);
        if (off != 0) {
            assertRefused(screen, off, len);
        }
        assertRefused(screen, off, len + P);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, MAPPING_START - 4096, -4096, Long.MIN_VALUE, 0x7FFF_FFFF_FFFF_F000L})
    void beforeAndBehindTheBoardThereIsNothing(long off) {
        assertRefused(board, off, P);
    }

    @Test
    void behindTheCursorThereIsNothing() {
        assertRefused(board, MAPPING_START + memory + P, P);
        assertRefused(board, MAPPING_START + memory, 2 * P);
        assertRefused(board, MAPPING_START, memory + 2 * P);
    }

    private static void assertRefused(DeviceFile file, long off, long len) {
        DdiException refused = catchThrowableOfType(DdiException.class, () -> map(file, off, len));
        assertThat(refused).isNotNull();
        assertThat(refused.errno()).isEqualTo(Errno.ENXIO);
        assertThat(refused.getCause()).hasMessageContaining("memory of the frame buffer");
    }

    @Test
    void aLengthOfNoWholePagesIsMappedInWholePages() throws DdiException {
        map(screen, 0, 100);
        map(board, MAPPING_START + memory, 100);
        assertThat(handles()).extracting(HandleSnapshot::length).containsExactlyInAnyOrder(P, P);
    }

    @Test
    void piecesOfDeviceMemoryAreCountedOverForksAndHoles() throws DdiException {
        Mapping four = map(screen, 0, 4 * P);
        assertThat(mappings()).isEqualTo(1);
        four.unmap(P, P);
        assertThat(mappings()).isEqualTo(2);
        try (AddressSpace child = space.fork()) {
            assertThat(mappings()).isEqualTo(4);
            child.munmap(four.address(), P);
            assertThat(mappings()).isEqualTo(3);
        }
        assertThat(mappings()).isEqualTo(2);
        four.unmap(2 * P, P);
        assertThat(mappings()).isEqualTo(2);
        four.close();
        assertThat(mappings()).isZero();
    }

    /** Section 5.2, property 1. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theCountEndsAt0WhateverWasUnmappedInWhateverOrder(long seed) throws DdiException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Mapping> mappings = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            mappings.add(map(screen, random.nextLong(8) * P, random.nextLong(1, 16) * P));
        }
        for (int i = 0; i < 40; i++) {
            Mapping mapping = mappings.get(random.nextInt(mappings.size()));
            long pages = mapping.length() / P;
            long first = random.nextLong(pages);
            mapping.unmap(first * P, random.nextLong(1, pages - first + 1) * P);
            assertThat(mappings()).as("seed %d, step %d", seed, i).isEqualTo(handles().size());
        }
        mappings.forEach(Mapping::close);
        assertThat(mappings()).isZero();
    }

    @Test
    void detachFreesTheCursor() throws DdiException {
        assertThat(system.snapshot().cookies()).hasSize(1);
        space.close();
        system.detach(NODE);
        assertThat(system.snapshot().cookies()).isEmpty();
    }
}
