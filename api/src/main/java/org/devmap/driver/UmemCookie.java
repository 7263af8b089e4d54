package org.devmap.driver;

import java.util.Optional;
import java.util.OptionalLong;
import org.devmap.DdiException;
import org.devmap.IoDirection;
import org.devmap.MemoryAccess;
import org.osgi.annotation.versioning.ProviderType;

/**
 * ddi_umem_cookie_t: kernel memory allocated with {@link DeviceInfo#umemAlloc}, or user memory locked with
 * {@link DeviceInfo#umemLock}. Not reference counted; the driver frees it. Thread-safe.
 *
 * @see <a href="https://illumos.org/man/9F/ddi_umem_alloc">ddi_umem_alloc(9F), ddi_umem_lock(9F)</a>
 */
@ProviderType
public interface UmemCookie {

    /**
     * Which cookie this is: the number that the snapshot and {@link #toString} name. It stays the same while the memory lives,
     * also when it moves to another provider or another version of the driver takes it over; see {@link Handover}.
     *
     * @return greater than 0, unique in the system and never used again
     */
    long id();

    /**
     * The size.
     *
     * @return bytes, a page multiple (S-071)
     */
    long size();

    /**
     * The kernel address of the first byte: a number for drv_mmap, peek and poke, stable as long as the cookie lives; never
     * a native pointer.
     *
     * @return the address, page aligned; empty for TRASH (S-281) and for user memory
     */
    OptionalLong kernelAddress();

    /**
     * The driver's own view of the memory. Stays the same object when the memory moves; waits meanwhile.
     *
     * @return the memory; for TRASH the one shared page repeated
     */
    MemoryAccess memory();

    /**
     * ddi_umem_iosetup(9F): a range of the memory prepared for I/O.
     *
     * @param off bytes from the start
     * @param len bytes
     * @param direction which way data will move; BOTH is refused
     * @return the range
     * @throws DdiException EINVAL if the range is not inside the cookie, or the cookie is pageable or trash (S-308)
     */
    MemoryAccess ioSetup(long off, long len, IoDirection direction) throws DdiException;

    /**
     * Where another process of this machine finds the memory, for a cookie that was allocated with a name. Ask for it whenever it
     * is passed on, and do not keep it: memory that moves to another provider has another path from then on, or none if that
     * provider cannot share, and whoever mapped the old path goes on seeing the old memory and is not told.
     *
     * @return for example {@code /proc/1234/fd/17}; empty if not named, or the provider cannot share
     */
    Optional<String> peerPath();

    /**
     * ddi_umem_free(9F), or ddi_umem_unlock(9F) for user memory. Legal in every context. Mappings that still show the memory
     * lose their translations and fail EFAULT from then on (S-286).
     *
     * @throws org.devmap.Panic if it was freed before (S-287), pageable memory is still pinned (S-285), or a device still reaches
     *         it by a {@link DmaBinding}: nothing is freed then
     */
    void free();
}
