package org.devmap.runtime.process;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.devmap.AccessDirection;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.driver.UmemCallbacks;
import org.devmap.driver.UmemLockFlags;
import org.devmap.runtime.umem.LockedCookie;
import org.devmap.runtime.umem.LockedMemory;
import org.devmap.runtime.umem.UmemRegistry;

/** What drivers have locked of the memory of one process: ddi_umem_lock(9F) and umem_lockmemory (2.19). */
final class UserLocks {

    private record LongTerm(long address, long length, LockedCookie cookie, UmemCallbacks callbacks) {
    }

    private final Process process;
    private final Set<LongTerm> longTerm = ConcurrentHashMap.newKeySet();

    UserLocks(Process process) {
        this.process = process;
    }

    /** The checks of 2.19 #1 and #2, and those of umem_lockmemory. */
    static void check(long address, long length, UmemLockFlags flags, UmemLockFlags allowed, UmemCallbacks callbacks)
            throws DdiException {
        if (flags == null) {
            throw new DdiException(Errno.EINVAL, "flags are null; they must contain READ or WRITE");
        }
        int access = UmemLockFlags.READ.with(UmemLockFlags.WRITE).bits();
        if ((flags.bits() & ~allowed.bits()) != 0 || (flags.bits() & access) == 0) {
            throw new DdiException(Errno.EINVAL, "flags 0x%x must contain READ or WRITE and no other bits than 0x%x"
                    .formatted(flags.bits(), allowed.bits()));
        }
        if (callbacks != null && callbacks.version() != UmemCallbacks.VERSION) {
            throw new DdiException(Errno.EINVAL, "callbacks have version " + callbacks.version() + " instead of " + UmemCallbacks.VERSION);
        }
        if (flags.contains(UmemLockFlags.LONGTERM) && callbacks == null) {
            throw new DdiException(Errno.EINVAL, "LONGTERM needs a cleanup callback");
        }
        if (!Pages.isAligned(address) || !Pages.isAligned(length)) {
            throw new DdiException(Errno.EINVAL, "address 0x%x and length 0x%x must be page multiples".formatted(address, length));
        }
    }

    /** Charges, then locks; a lock that fails gives the charge back. */
    LockedCookie lock(long address, long length, UmemLockFlags flags, UmemCallbacks callbacks, LockedMemory accounts,
                      UmemRegistry registry) throws DdiException {
        LockedMemory.Charge charge = accounts.charge(process.owner(), length);
        LockedPagesRange range;
        try {
            range = lockRange(address, length, flags);
        } catch (DdiException | RuntimeException | Error e) {
            charge.credit();
            throw e;
        }
        LongTerm[] entry = new LongTerm[1];
        LockedCookie cookie = new LockedCookie(range.pages(), process.owner(), registry, () -> {
            if (entry[0] != null) {
                longTerm.remove(entry[0]);
            }
            range.close();
            charge.credit();
        });
        if (flags.contains(UmemLockFlags.LONGTERM)) {
            entry[0] = new LongTerm(address, length, cookie, callbacks);
            longTerm.add(entry[0]);
        }
        registry.made(cookie);
        return cookie;
    }

    private LockedPagesRange lockRange(long address, long length, UmemLockFlags flags) throws DdiException {
        if (length <= 0) {
            throw new DdiException(Errno.EFAULT, "length 0x%x: there is nothing to lock".formatted(length));
        }
        AccessDirection rw = flags.contains(UmemLockFlags.WRITE) ? AccessDirection.WRITE : AccessDirection.READ;
        return LockedPagesRange.lockForDriver(process, address, length, rw);
    }

    /** A range is about to change: those who locked parts of it for long are told, each once (S-306). */
    void cleanUp(long address, long length) {
        for (LongTerm lock : List.copyOf(longTerm)) {
            boolean touched = lock.address < address + length && address < lock.address + lock.length;
            if (touched && longTerm.remove(lock)) {
                lock.callbacks.cleanup(lock.cookie);
            }
        }
    }
}
