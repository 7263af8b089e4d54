package org.devmap.backend.ffm;

import java.util.OptionalLong;
import org.devmap.DdiException;
import org.devmap.Errno;

/**
 * Sees to it that shortage of memory is an error and not the end of the process: Linux hands out addresses generously and
 * kills somebody when they are filled. So before a request is populated it is compared with what the machine and the
 * control group have left. An estimate: other processes allocate at the same time, so a reserve is kept.
 *
 * <p>Asking costs some 50 us, so small requests are only added up until together they are worth asking. Thread-safe:
 * requests that are being populated count as used up, by the lock of this object.
 */
final class PhysicalMemory {

    /** What stays untouched. */
    static final long RESERVE = 64L << 20;
    /** How much is handed out before the kernel is asked again. */
    static final long WORTH_ASKING = 1L << 20;

    private final KernelFigures kernel;
    private long populating;
    private long unasked;

    PhysicalMemory(KernelFigures kernel) {
        this.kernel = kernel;
    }

    /**
     * Claims memory for as long as it is being populated.
     *
     * @return to be closed when it is populated, or has failed to be
     * @throws DdiException ENOMEM if there is not that much
     */
    synchronized Claim claim(long bytes, String purpose) throws DdiException {
        unasked += bytes;
        if (unasked >= WORTH_ASKING) {
            require(kernel.available(), "the machine has", bytes, purpose);
            require(kernel.groupHeadroom(), "the control group of this process has", bytes, purpose);
            unasked = 0;
        }
        populating += bytes;
        return () -> end(bytes);
    }

    private void require(OptionalLong left, String whose, long bytes, String purpose) throws DdiException {
        if (left.isPresent() && bytes > left.getAsLong() - populating - RESERVE) {
            throw new DdiException(Errno.ENOMEM, ("%d bytes for %s: %s %d bytes left, of which %d are being allocated now and"
                    + " %d are kept in reserve").formatted(bytes, purpose, whose, left.getAsLong(), populating, RESERVE));
        }
    }

    private synchronized void end(long bytes) {
        populating -= bytes;
    }

    /** Memory that is being populated. */
    interface Claim extends AutoCloseable {

        @Override
        void close();
    }
}
