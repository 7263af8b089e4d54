package org.devmap.conformance.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.devmap.MemoryAccess;
import org.devmap.conformance.Capability;
import org.devmap.driver.RegisterHandle;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;

/**
 * The memory of a test: the cookies U, G and T of the statements, more of them, and the bytes of the register sets. Needs an
 * installed driver, since memory is allocated through a device.
 */
public final class KernelMemory {

    private static final long PAGES = 4;

    private final Bench bench;
    private final List<UmemCookie> cookies = new ArrayList<>();
    private final List<UmemCookie> locks = new ArrayList<>();
    private final Map<Integer, RegisterHandle> registers = new LinkedHashMap<>();
    private UmemCookie u;
    private UmemCookie g;
    private UmemCookie trash;

    KernelMemory(Bench bench) {
        this.bench = bench;
    }

    /**
     * U: locked umem of 4 pages, each beginning with its {@link #mark}.
     *
     * @return the cookie
     */
    public UmemCookie u() {
        if (u == null) {
            u = alloc(PAGES * Bench.P, UmemFlags.SLEEP);
            markPages(u.memory(), 'U', PAGES);
        }
        return u;
    }

    /**
     * G: pageable umem of 4 pages, each beginning with its {@link #mark}.
     *
     * @return the cookie
     */
    public UmemCookie g() {
        if (g == null) {
            g = alloc(PAGES * Bench.P, UmemFlags.PAGEABLE);
            markPages(g.memory(), 'G', PAGES);
        }
        return g;
    }

    /**
     * T: a trash cookie of 4 pages.
     *
     * @return the cookie
     */
    public UmemCookie trash() {
        if (trash == null) {
            trash = alloc(PAGES * Bench.P, UmemFlags.TRASH);
        }
        return trash;
    }

    /**
     * Allocates kernel memory, which is freed at the end of the test.
     *
     * @param size bytes
     * @param flags the flags
     * @return the cookie; a test that frees it itself uses {@link #free}
     */
    public UmemCookie alloc(long size, UmemFlags flags) {
        bench.require(Capability.UMEM);
        UmemCookie cookie = Bench.succeed("allocate umem", () -> bench.device().umemAlloc(size, flags));
        cookies.add(cookie);
        return cookie;
    }

    /**
     * Takes charge of user memory that a test locked: it is unlocked at the end of the test, before the processes exit.
     *
     * @param locked what ddi_umem_lock(9F) answered
     * @return the same cookie
     */
    public UmemCookie keep(UmemCookie locked) {
        locks.add(locked);
        return locked;
    }

    /**
     * Frees kernel memory, or unlocks user memory, before the end of the test.
     *
     * @param cookie the cookie
     */
    public void free(UmemCookie cookie) {
        cookies.remove(cookie);
        locks.remove(cookie);
        cookie.free();
    }

    /**
     * The bytes of a register set of {@code dv}, past every mapping.
     *
     * @param set its number
     * @return the memory
     */
    public MemoryAccess registers(int set) {
        return registers.computeIfAbsent(set,
                _ -> Bench.succeed("reach register set " + set, () -> bench.system().registers(Bench.DV, set))).raw();
    }

    /** Writes its {@link #mark} at the start of every page of register sets 1 and 2. */
    public void markRegisters() {
        markPages(registers(1), '1', Bench.SET_1_SIZE / Bench.P);
        markPages(registers(2), '2', Bench.SET_2_SIZE / Bench.P);
    }

    /**
     * What tells a marked page from all others.
     *
     * @param memory {@code 'U'}, {@code 'G'}, or {@code '1'} and {@code '2'} for the register sets
     * @param page the number of the page
     * @return the value of its first four bytes
     */
    public static int mark(char memory, int page) {
        return memory << 16 | page;
    }

    void unlockAll() {
        locks.forEach(UmemCookie::free);
        locks.clear();
    }

    void freeAll() {
        cookies.forEach(UmemCookie::free);
        cookies.clear();
    }

    void closeRegisters() {
        registers.values().forEach(RegisterHandle::close);
    }

    private static void markPages(MemoryAccess memory, char name, long pages) {
        for (int page = 0; page < pages; page++) {
            memory.setInt(page * Bench.P, mark(name, page));
        }
    }
}
