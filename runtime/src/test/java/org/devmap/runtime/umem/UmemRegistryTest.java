package org.devmap.runtime.umem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.Pages;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRequest;
import org.devmap.dto.CookieSnapshot;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.memory.MemoryProviders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is allocated for whom. */
class UmemRegistryTest {

    private final MemoryProviders providers = new MemoryProviders(Optional.empty());
    private final List<String> diagnostics = new ArrayList<>();
    private final UmemRegistry registry = new UmemRegistry(providers, new AddressMap(0x7000_0000_0000_0000L),
            new CallStack(true), Runnable::run, diagnostics::add);

    UmemRegistryTest() {
        providers.add(new ArenaProvider("arena"), 0);
    }

    @AfterEach
    void free() {
        registry.freeAll();
    }

    private Cookie allocate(UmemFlags flags, String device) throws DdiException {
        return registry.allocate(UmemRequest.of(Pages.SIZE, flags), device);
    }

    @Test
    void theCookiesOfADeviceAreThoseAllocatedForItInTheOrderOfTheirIds() throws DdiException {
        List<UmemCookie> mine = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            mine.add(allocate(i % 2 == 0 ? UmemFlags.SLEEP : UmemFlags.TRASH, "a"));
            allocate(UmemFlags.PAGEABLE, "b");
        }
        assertThat(registry.allocatedFor("a")).containsExactlyElementsOf(mine);
        assertThat(registry.allocatedFor("a")).extracting(UmemCookie::id).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aCookieThatWasFreedIsNotListed() throws DdiException {
        Cookie freed = allocate(UmemFlags.SLEEP, "a");
        Cookie left = allocate(UmemFlags.SLEEP, "a");
        freed.free();
        assertThat(registry.allocatedFor("a")).containsExactly(left);
    }

    @Test
    void theSnapshotNamesACookieByItsId() throws DdiException {
        Cookie cookie = allocate(UmemFlags.SLEEP, "a");
        assertThat(registry.snapshot()).extracting(CookieSnapshot::id).containsExactly(cookie.id());
    }
}
