package org.devmap.driver;

import java.lang.foreign.MemorySegment;
import org.devmap.DdiException;
import org.devmap.MemoryAccess;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Registers mapped by ddi_regs_map_setup(9F): the driver's own access to its device, with the byte order of its attributes.
 * Each call is exactly one access of exactly that width. Ends with {@link #close} (ddi_regs_map_free(9F)).
 *
 * <p>Offsets are bytes from the start of the mapped range and naturally aligned; anything else is a {@link org.devmap.Panic}
 * (section 2.21). Thread-safe as the device is. An access the device refuses throws {@link org.devmap.BusError}.
 *
 * @see <a href="https://illumos.org/man/9F/ddi_get">ddi_get8(9F), ddi_put8(9F), ddi_rep_get8(9F)</a>
 */
@ProviderType
public interface RegisterHandle extends AutoCloseable {

    /** Whether a repeated access advances the device address (DDI_DEV_NO_AUTOINCR 0, DDI_DEV_AUTOINCR 1). */
    enum Increment {
        /** The same register every time: a data port. */
        NO_AUTOINCR,
        /** The next datum every time. */
        AUTOINCR
    }

    /**
     * Size of the mapped range.
     *
     * @return bytes
     */
    long length();

    /**
     * Kernel address of the first byte, for peek, poke and drv_mmap; never a native pointer.
     *
     * @return the address
     */
    long kernelAddress();

    /**
     * ddi_get8(9F).
     *
     * @param offset bytes
     * @return the value
     */
    byte get8(long offset);

    /**
     * ddi_get16(9F).
     *
     * @param offset bytes
     * @return the value
     */
    short get16(long offset);

    /**
     * ddi_get32(9F).
     *
     * @param offset bytes
     * @return the value
     */
    int get32(long offset);

    /**
     * ddi_get64(9F).
     *
     * @param offset bytes
     * @return the value
     */
    long get64(long offset);

    /**
     * ddi_put8(9F).
     *
     * @param offset bytes
     * @param value the value
     */
    void put8(long offset, byte value);

    /**
     * ddi_put16(9F).
     *
     * @param offset bytes
     * @param value the value
     */
    void put16(long offset, short value);

    /**
     * ddi_put32(9F).
     *
     * @param offset bytes
     * @param value the value
     */
    void put32(long offset, int value);

    /**
     * ddi_put64(9F).
     *
     * @param offset bytes
     * @param value the value
     */
    void put64(long offset, long value);

    /**
     * ddi_rep_get8/16/32/64(9F): reads count data into host memory, which always advances.
     *
     * @param width bytes of a datum: 1, 2, 4 or 8
     * @param offset bytes, of the first datum
     * @param target host memory, at least count * width bytes
     * @param count how many; 0 does nothing (S-320)
     * @param increment whether the device address advances
     */
    void repGet(int width, long offset, MemorySegment target, long count, Increment increment);

    /**
     * ddi_rep_put8/16/32/64(9F): writes count data from host memory.
     *
     * @param width bytes of a datum: 1, 2, 4 or 8
     * @param offset bytes, of the first datum
     * @param source host memory, at least count * width bytes
     * @param count how many; 0 does nothing
     * @param increment whether the device address advances
     */
    void repPut(int width, long offset, MemorySegment source, long count, Increment increment);

    /**
     * A register by its name, if the device describes its registers.
     *
     * @param name the name, for example {@code "CONTROL"}
     * @return the register
     * @throws DdiException EINVAL if there is none of that name, naming those there are
     */
    NamedRegister register(String name) throws DdiException;

    /**
     * The same registers raw, in host order.
     *
     * @return the memory
     */
    MemoryAccess raw();

    @Override
    void close();
}
