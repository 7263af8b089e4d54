package org.devmap.runtime.umem;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.MemoryAccess;
import org.devmap.driver.UmemCookie;
import org.devmap.dto.CookieSnapshot;
import org.devmap.runtime.memory.FrameSource;

/**
 * What all cookies have in common. A cookie is not reference counted: {@link #free} kills it, and whoever still shows its memory
 * finds it dead (S-286).
 */
public abstract sealed class Cookie implements UmemCookie permits AllocatedCookie, TrashCookie, LockedCookie {

    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final long size;
    private volatile boolean dead;

    Cookie(long size) {
        this.size = size;
    }

    @Override
    public final long id() {
        return id;
    }

    @Override
    public String toString() {
        return "cookie " + id;
    }

    @Override
    public final long size() {
        return size;
    }

    /**
     * What is behind it.
     *
     * @return the frames
     */
    public abstract FrameSource frames();

    /**
     * The state, for the snapshot.
     *
     * @return a picture
     */
    public abstract CookieSnapshot snapshot();

    /**
     * Pins pages while they are loaded or locked; only pageable memory is counted (2.12 #2).
     *
     * @param pages how many
     * @throws DdiException ENOMEM if the count overflows
     */
    public void pin(long pages) throws DdiException {
        // Memory that cannot be paged out needs no pin.
    }

    /**
     * Gives pins back.
     *
     * @param pages how many
     */
    public void unpin(long pages) {
        // As above.
    }

    /**
     * Whether it was freed.
     *
     * @return true from the moment free decided to
     */
    public final boolean isDead() {
        return dead;
    }

    final void die() {
        dead = true;
    }

    @Override
    public OptionalLong kernelAddress() {
        return OptionalLong.empty();
    }

    @Override
    public Optional<String> peerPath() {
        return Optional.empty();
    }

    @Override
    public final MemoryAccess ioSetup(long off, long len, IoDirection direction) throws DdiException {
        if (!isIoCapable()) {
            throw new DdiException(Errno.EINVAL, "ioSetup needs a cookie of user-locked or non-pageable memory");
        }
        if (direction == null || direction == IoDirection.BOTH) {
            throw new DdiException(Errno.EINVAL, "direction " + direction + " must be FROM_DEVICE or TO_DEVICE");
        }
        if (off < 0 || len < 0 || len > size || off > size - len) {
            throw new DdiException(Errno.EINVAL, "range %d+%d is not inside the cookie of %d bytes".formatted(off, len, size));
        }
        return memory().view(off, len);
    }

    abstract boolean isIoCapable();

    abstract boolean isAllocatedFor(String name);
}
