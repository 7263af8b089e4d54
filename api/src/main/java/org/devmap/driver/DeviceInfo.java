package org.devmap.driver;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.devmap.CallContext;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.IoDirection;
import org.devmap.PollEvents;
import org.devmap.app.AddressSpace;
import org.osgi.annotation.versioning.ProviderType;

/**
 * dev_info_t: one device as its driver sees it. Register sets, memory, interrupts, DMA and time all come from here, so that
 * the driver need not know whether a simulator or hardware is behind it. Thread-safe.
 *
 * <p>Valid from the call of attach until detach has returned, or, of a driver that hands over, from importInstance until the last
 * exportHandle. A driver does not use it any longer, and leaves no thread, timeout or task behind that would: then it makes nothing any
 * more (ENXIO), and what else a call does is not defined.
 */
@ProviderType
public interface DeviceInfo {

    /**
     * Name of the node.
     *
     * @return for example {@code "framebuffer0"}
     */
    String name();

    /**
     * ddi_get_instance(9F).
     *
     * @return a small number, unique per driver, stable while attached
     */
    int instance();

    /**
     * The major number of the driver.
     *
     * @return the number that {@link org.devmap.Dev} carries
     */
    int major();

    /**
     * The compatible names of the node.
     *
     * @return most specific first
     */
    List<String> compatible();

    /**
     * A property of the node (ddi_prop_lookup(9F)).
     *
     * @param property its name
     * @return its value as text
     */
    Optional<String> property(String property);

    /**
     * A numeric property (ddi_prop_get_int64(9F)).
     *
     * @param property its name
     * @return its value; empty if there is none
     * @throws DdiException EINVAL if its value is no number
     */
    OptionalLong numberProperty(String property) throws DdiException;

    /**
     * ddi_create_minor_node(9F): applications open it as {@code /devices/NODE:name}.
     *
     * @param minorName name, without slash and colon
     * @param minor minor number
     * @param size bytes that can be mapped, told to applications by {@code DeviceFile.size()}; negative if unknown
     * @throws DdiException EINVAL for a bad name, EBUSY if the name is taken
     */
    void createMinorNode(String minorName, int minor, long size) throws DdiException;

    /**
     * ddi_remove_minor_node(9F). Existing opens stay.
     *
     * @param minorName its name; one that does not exist is without effect
     */
    void removeMinorNode(String minorName);

    /** ddi_remove_minor_node(9F) without a name: removes all minor nodes of the device. Existing opens stay. */
    void removeMinorNodes();

    /**
     * ddi_dev_nregs(9F).
     *
     * @return how many register sets
     * @throws DdiException DDI_FAILURE if the device has none (S-322)
     */
    int nregs() throws DdiException;

    /**
     * ddi_dev_regsize(9F).
     *
     * @param rnumber number of the set
     * @return bytes
     * @throws DdiException DDI_FAILURE if there is no such set (S-321)
     */
    long regSize(int rnumber) throws DdiException;

    /**
     * The number of a register set by its name.
     *
     * @param setName for example {@code "control"}
     * @return its number
     * @throws DdiException DDI_FAILURE if there is none of that name, naming those there are
     */
    int regNumber(String setName) throws DdiException;

    /**
     * ddi_regs_map_setup(9F).
     *
     * @param rnumber number of the set
     * @param off bytes into the set
     * @param len bytes; 0 for the rest, with off 0 the whole set
     * @param attributes byte order and ordering, null for the default
     * @return access to the range
     * @throws DdiException DDI_FAILURE or DDI_ME_RNUMBER_RANGE
     */
    RegisterHandle regsMapSetup(int rnumber, long off, long len, AccessAttributes attributes) throws DdiException;

    /**
     * The physical address of a byte of a register set, as mmap(9E) (divided by the page size) and drv_mmap take it.
     *
     * @param rnumber number of the set
     * @param off bytes into the set
     * @return a number the framework assigned; never a native pointer
     * @throws DdiException DDI_FAILURE if there is no such byte
     */
    long physicalAddress(int rnumber, long off) throws DdiException;

    /**
     * Configuration space.
     *
     * @return the space
     * @throws DdiException ENOTSUP if the device has none
     */
    ConfigSpace configSpace() throws DdiException;

    /**
     * How many interrupts the device has.
     *
     * @return 0 or more
     */
    int interruptCount();

    /**
     * ddi_intr_add_handler(9F). The interrupt starts disabled.
     *
     * @param number 0 to interruptCount - 1
     * @param handler called for each
     * @return the interrupt
     * @throws DdiException EINVAL if there is no such interrupt, EBUSY if it has a handler
     */
    Interrupt addInterrupt(int number, InterruptHandler handler) throws DdiException;

    /**
     * ddi_dma_addr_bind_handle(9F): lets the device reach a range of umem.
     *
     * @param cookie the memory, not trash
     * @param off bytes into it
     * @param len bytes
     * @param direction which way data will move
     * @return the binding
     * @throws DdiException ENOTSUP if device or memory cannot, saying why; EINVAL for a range outside the cookie
     */
    DmaBinding dmaBind(UmemCookie cookie, long off, long len, IoDirection direction) throws DdiException;

    /**
     * ddi_umem_alloc(9F): page aligned, zero filled kernel memory.
     *
     * @param size bytes, greater than 0
     * @param flags SLEEP waits until memory is freed (S-278), NOSLEEP does not
     * @return the cookie
     * @throws DdiException EINVAL for size 0 or one that wraps, ENOMEM with NOSLEEP, if it can never be had, or, with SLEEP as
     *         well, while no memory provider is there: an attach that fails so is repeated when one arrives
     * @throws org.devmap.Panic for PAGEABLE and TRASH together (S-282)
     */
    default UmemCookie umemAlloc(long size, UmemFlags flags) throws DdiException {
        return umemAlloc(UmemRequest.of(size, flags));
    }

    /**
     * ddi_umem_alloc(9F), with what goes beyond it.
     *
     * @param request what is wanted
     * @return the cookie
     * @throws DdiException as {@link #umemAlloc(long, UmemFlags)}; EBUSY if the name is taken; ENOTSUP if the provider cannot
     *         share
     */
    UmemCookie umemAlloc(UmemRequest request) throws DdiException;

    /**
     * What this device has allocated with umemAlloc and not freed, of whatever version of its driver: how a new version gets the
     * memory back that it takes over (see {@link Handover}), and how a driver can see what it still has to free. User memory
     * that was locked is not among it.
     *
     * @return a snapshot, in the order of {@link UmemCookie#id}
     */
    List<UmemCookie> cookies();

    /**
     * ddi_umem_free(9F) and ddi_umem_unlock(9F) for a cookie that may be null (S-284).
     *
     * @param cookie the cookie; null does nothing
     */
    default void umemFree(UmemCookie cookie) {
        if (cookie != null) {
            cookie.free();
        }
    }

    /**
     * ddi_umem_lock(9F): locks user memory of the calling process. Charges its project and zone in full (section 2.19).
     *
     * @param address user address, page aligned
     * @param len bytes, a page multiple
     * @param flags READ, WRITE or both
     * @return a cookie that can be exported
     * @throws DdiException EINVAL, ENOMEM, EFAULT, EACCES by section 2.19; other numbers as a driver's callback gave them,
     *         16777215 for a bare failure (S-302)
     */
    UmemCookie umemLock(long address, long len, UmemLockFlags flags) throws DdiException;

    /**
     * umem_lockmemory: as {@link #umemLock}, for any process and for long.
     *
     * @param address user address, page aligned
     * @param len bytes, a page multiple
     * @param flags READ, WRITE, LONGTERM
     * @param callbacks told when the range goes; needed for LONGTERM, else may be null
     * @param process whose memory, null for the calling process
     * @return a cookie that can be exported
     * @throws DdiException as umemLock, and EINVAL for a wrong version or a missing cleanup (S-305)
     */
    UmemCookie umemLockMemory(long address, long len, UmemLockFlags flags, UmemCallbacks callbacks, AddressSpace process)
            throws DdiException;

    /**
     * ddi_peek8/16/32/64(9F): a cautious read.
     *
     * @param width bytes: 1, 2, 4 or 8
     * @param kernelAddress an address of a register handle or a cookie
     * @return the value, unsigned
     * @throws DdiException DDI_FAILURE for a bad address or width (S-324)
     */
    long peek(int width, long kernelAddress) throws DdiException;

    /**
     * ddi_poke8/16/32/64(9F): a cautious write.
     *
     * @param width bytes: 1, 2, 4 or 8
     * @param kernelAddress an address of a register handle or a cookie
     * @param value the value; upper bits ignored
     * @throws DdiException DDI_FAILURE for a bad address or width
     */
    void poke(int width, long kernelAddress, long value) throws DdiException;

    /**
     * drv_mmap(D3): maps memory into the calling process.
     *
     * @param request what to map
     * @return the user address of the object's first byte
     * @throws DdiException EINVAL, EACCES, ENOMEM, EFAULT by section 2.25; ENXIO without a calling process
     */
    long drvMmap(DrvMmap request) throws DdiException;

    /**
     * drv_munmap(D3): removes a mapping of {@link #drvMmap}, with exactly its address and length.
     *
     * @param uvaddr what drvMmap answered
     * @param len the length it was given
     * @throws org.devmap.Panic if there is no such mapping (S-345)
     */
    void drvMunmap(long uvaddr, long len);

    /**
     * ddi_mmap_get_model(9F): the data model of the calling process.
     *
     * @return its model; {@link DataModel#NONE} without a calling process
     */
    DataModel callerModel();

    /**
     * The calling context of this thread.
     *
     * @return user, kernel thread or interrupt
     */
    CallContext context();

    /**
     * timeout(9F): runs an action later, in kernel context, on the system's clock.
     *
     * @param action what to do
     * @param ticks clock ticks, at least 0
     * @return to cancel it with (untimeout(9F))
     */
    Timeout timeout(Runnable action, long ticks);

    /**
     * ddi_taskq_dispatch(9F): runs an action soon, in kernel context, in order per device.
     *
     * @param action what to do
     */
    void dispatch(Runnable action);

    /**
     * pollwakeup(9F): callers waiting in poll ask the driver again.
     *
     * @param events what happened
     */
    void pollWakeup(PollEvents events);

    /** A pending action; closing cancels it if it has not started. */
    @ProviderType
    interface Timeout extends AutoCloseable {

        @Override
        void close();
    }
}
