package org.devmap.conformance.statements;

import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.Outcome.success;

import java.util.concurrent.atomic.AtomicReference;
import org.devmap.DdiException;
import org.devmap.app.Mapping;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemLockFlags;
import org.devmap.dto.LimitSnapshot;

/**
 * Memory of a process that the driver locks in an ioctl of that process. What is locked is unlocked at the end of the test,
 * unless {@code bench.memory().free(cookie)} did it before.
 *
 * @param bench the bench
 * @param process whose memory is locked
 * @param mapping the memory
 */
record UserLocks(Bench bench, UserProcess process, Mapping mapping) {

    /** A call that locks memory. */
    @FunctionalInterface
    interface Locking {

        UmemCookie lock() throws DdiException;
    }

    /** Installs the driver {@code std}; eight marked pages of its memory are to be locked. */
    static UserLocks on(Bench bench) throws DdiException {
        bench.std();
        bench.memory().markRegisters();
        return on(bench, Export.registers(1));
    }

    /** Eight pages of what the driver exports are to be locked; the driver must be installed. */
    static UserLocks on(Bench bench, Export export) throws DdiException {
        bench.installedDriver().devmap(export);
        UserProcess process = bench.process();
        return new UserLocks(bench, process, process.map(0, 8 * P));
    }

    /** ddi_umem_lock(9F) of a range that begins so far into the mapping. */
    Outcome lock(long off, long len, UmemLockFlags flags) {
        return inIoctl(() -> bench.device().umemLock(mapping.address() + off, len, flags), new AtomicReference<>());
    }

    /** The same, which must succeed. */
    UmemCookie locked(long off, long len, UmemLockFlags flags) {
        return lockedBy(() -> bench.device().umemLock(mapping.address() + off, len, flags));
    }

    /** A call in an ioctl of the process, which must succeed. */
    UmemCookie lockedBy(Locking call) {
        AtomicReference<UmemCookie> cookie = new AtomicReference<>();
        expect(inIoctl(call, cookie), success());
        return cookie.get();
    }

    private Outcome inIoctl(Locking call, AtomicReference<UmemCookie> cookie) {
        return process.inIoctl(() -> cookie.set(bench.memory().keep(call.lock())));
    }

    /** Expects that so much is charged to the project of the process, and to the zone. */
    void expectCharged(long bytes) {
        LimitSnapshot limits = bench.snapshot().limits();
        LimitSnapshot.Project project = limits.projects().get(process.space().owner());
        expect("bytes charged to the project", project == null ? 0L : project.used(), bytes);
        expect("bytes charged to the zone", limits.zoneUsed(), bytes);
    }
}
