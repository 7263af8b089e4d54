package org.devmap.runtime.umem;

import java.util.HashMap;
import java.util.Map;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.dto.LimitSnapshot;
import org.devmap.embed.SystemConfiguration;

/**
 * What locking user memory costs: an imprecise full price, charged to the project and the zone and credited in the same amount
 * (section 2.19). All numbers are unsigned.
 */
public final class LockedMemory {

    private static final class Account {
        private long limit;
        private long used;

        private Account(long limit) {
            this.limit = limit;
        }

        /** Denied if used + length exceeds the limit or overflows. */
        private boolean admits(long length) {
            long sum = used + length;
            return Long.compareUnsigned(sum, used) >= 0 && Long.compareUnsigned(sum, limit) <= 0;
        }
    }

    private final Map<String, Account> projects = new HashMap<>();
    private final Account zone;
    private final long defaultLimit;

    /**
     * Nothing is locked.
     *
     * @param projectLimit limit of every project that has none of its own
     * @param zoneLimit limit of all together
     */
    public LockedMemory(long projectLimit, long zoneLimit) {
        defaultLimit = projectLimit;
        zone = new Account(zoneLimit);
    }

    /** What was charged, to be credited once; nothing if both limits were unlimited then (S-299). */
    public final class Charge {

        private final Account project;
        private final long length;

        private Charge(Account project, long length) {
            this.project = project;
            this.length = length;
        }

        /** Credits the same amount. */
        public void credit() {
            synchronized (LockedMemory.this) {
                if (project != null) {
                    project.used -= length;
                    zone.used -= length;
                }
            }
        }
    }

    /**
     * Charges a lock.
     *
     * @param owner the project
     * @param length bytes
     * @return the charge
     * @throws DdiException ENOMEM, nothing charged; the project is asked first
     */
    public synchronized Charge charge(String owner, long length) throws DdiException {
        Account project = project(owner);
        if (project.limit == SystemConfiguration.UNLIMITED && zone.limit == SystemConfiguration.UNLIMITED) {
            return new Charge(null, length);
        }
        require(project, length, "project " + owner);
        require(zone, length, "the zone");
        project.used += length;
        zone.used += length;
        return new Charge(project, length);
    }

    private static void require(Account account, long length, String whose) throws DdiException {
        if (!account.admits(length)) {
            throw new DdiException(Errno.ENOMEM, "locking %s bytes more would exceed max-locked-memory of %s: %s of %s are used"
                    .formatted(Long.toUnsignedString(length), whose, Long.toUnsignedString(account.used),
                            Long.toUnsignedString(account.limit)));
        }
    }

    private Account project(String owner) {
        return projects.computeIfAbsent(owner, name -> new Account(defaultLimit));
    }

    /**
     * Sets project.max-locked-memory.
     *
     * @param owner the project
     * @param limit bytes, -1 for unlimited
     */
    public synchronized void setProjectLimit(String owner, long limit) {
        project(owner).limit = limit;
    }

    /**
     * Sets zone.max-locked-memory.
     *
     * @param limit bytes, -1 for unlimited
     */
    public synchronized void setZoneLimit(long limit) {
        zone.limit = limit;
    }

    /**
     * The state.
     *
     * @return limits and use
     */
    public synchronized LimitSnapshot snapshot() {
        Map<String, LimitSnapshot.Project> pictures = new HashMap<>();
        projects.forEach((owner, account) -> pictures.put(owner, new LimitSnapshot.Project(account.limit, account.used)));
        return new LimitSnapshot(zone.limit, zone.used, Map.copyOf(pictures));
    }
}
