package org.devmap.app;

import java.lang.foreign.MemorySegment;
import org.devmap.DdiException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Pages pinned in place (a soft lock): they are neither unmapped nor moved nor given another protection until
 * {@link #close}; whoever wants that waits. Hold it briefly, and always close it: munmap of a range that is never closed waits for
 * ever, unless the system has a deadline ({@code SystemConfiguration.lockDeadline}), after which the range is revoked: it is closed
 * then, and its segment with it. May be closed by any thread.
 */
@ProviderType
public interface LockedRange extends AutoCloseable {

    /**
     * User address of the first locked byte.
     *
     * @return page aligned
     */
    long address();

    /**
     * Size of the locked range.
     *
     * @return bytes, a page multiple
     */
    long length();

    /**
     * The memory itself, for bulk work and native code. Valid until {@link #close}; afterwards every access through the
     * segment throws {@link IllegalStateException}.
     *
     * <p><b>The only way out of the framework's protection:</b> its {@link MemorySegment#address()}, and native code that
     * keeps that address beyond close, are not guarded by anything.
     *
     * @return the segment, read-only if locked for reading
     * @throws DdiException ENOTSUP for device registers, or if the range is not contiguous behind the mapping
     */
    MemorySegment segment() throws DdiException;

    /**
     * Unlocks. Twice is harmless.
     *
     * @throws org.devmap.Panic if the driver's access callback did not lock what it was asked to (S-219)
     */
    @Override
    void close();
}
