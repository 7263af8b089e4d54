package org.devmap.runtime.process;

import org.devmap.AccessType;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.MemoryFault;
import org.devmap.NoProgress;
import org.devmap.runtime.fault.FaultReport;
import org.devmap.runtime.handle.FaultOutcome;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.translation.Residence;
import org.devmap.runtime.translation.TranslatedMemory;
import org.devmap.runtime.translation.Translation;

/** Memory of a process: an access without translation is a fault. */
abstract class UserMemory extends TranslatedMemory {

    private final Process process;

    /**
     * Memory at a range of user addresses.
     *
     * @param process whose
     * @param start first address
     * @param length bytes
     */
    UserMemory(Process process, long start, long length) {
        super(start, length);
        this.process = process;
    }

    final Process process() {
        return process;
    }

    /** The mmap that what is accessed must belong to, or null for any. */
    abstract Origin origin();

    /** Faults until the access is permitted. A fault that loads nothing is retried once; one that lost a race, for ever. */
    @Override
    protected final Translation reach(Access access) {
        Origin origin = origin();
        for (int fruitless = 0;;) {
            Translation before = process.space().translation(access.address(), origin);
            // Read once: a page that another thread loads meanwhile was absent, and its permissions were not refused to this access.
            int permissions = before == null ? 0 : before.permissions(access.address());
            if ((permissions & access.need()) == access.need()) {
                return before;
            }
            int loads = before == null ? 0 : before.loadsAt(access.address());
            AccessType type = permissions != 0 ? AccessType.PROT : AccessType.ACCESS;
            FaultOutcome outcome = process.space().fault(access.address(), access.width(), type, access.direction(), origin);
            if (!outcome.isOk()) {
                throw refused(access, outcome);
            }
            Translation after = process.space().translation(access.address(), origin);
            boolean another = before != null && after != before;
            boolean progress = after != null && (another || after.loadsAt(access.address()) != loads);
            fruitless = progress ? 0 : fruitless + 1;
            if (fruitless == 2) {
                countRefused(access);
                throw new NoProgress(access.address(), describe(access) + ": the access callback succeeded twice and loaded nothing");
            }
        }
    }

    @Override
    protected final void awaitSettled(Residence residence, long at, Access access) {
        try {
            residence.awaitSettled(at);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(access, new FaultOutcome(FaultCode.makeErr(Errno.EINTR), e));
        }
    }

    private MemoryFault refused(Access access, FaultOutcome outcome) {
        countRefused(access);
        return FaultReport.toUser(outcome, access.address(), describe(access));
    }

    private void countRefused(Access access) {
        process.countRefused(where(), access.address(), access.width());
    }

    private Object where() {
        return origin() == null ? process : origin().path();
    }

    @Override
    protected String describe(Access access) {
        return "%s(0x%x) on %s".formatted(access.operation(), access.offset(), where());
    }

    @Override
    protected TranslatedMemory part(long address, long bytes) {
        return new MemoryPart(process, origin(), address, bytes);
    }

    /** A part of a mapping, with a cached translation of its own. */
    private static final class MemoryPart extends UserMemory {

        private final Origin origin;

        private MemoryPart(Process process, Origin origin, long start, long length) {
            super(process, start, length);
            this.origin = origin;
        }

        @Override
        Origin origin() {
            return origin;
        }
    }
}
