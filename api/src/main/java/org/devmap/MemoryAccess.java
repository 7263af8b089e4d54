package org.devmap;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Loads, stores, atomics and bulk copies through translations of the framework: the common face of an application's
 * {@linkplain org.devmap.app.Mapping mapping}, a driver's view of its umem, and an address space as a whole.
 *
 * <p>Offsets are bytes from the start of this memory. Data are in the raw byte order of the machine; {@link #view(ByteOrder)}
 * gives the other one. A load or store of 2, 4 or 8 bytes must be naturally aligned, else {@link BusError} ADRALN. The
 * width is exact: an access is never split, merged, repeated or left out, whatever lies underneath. How it is ordered
 * follows the attribute of the memory: plain for ordinary memory, opaque for device memory that may be reordered, volatile
 * for strictly ordered device memory.
 *
 * <p>Every method may be called from any thread. Concurrent plain accesses to ordinary memory behave as those of a raw
 * {@link MemorySegment}. Every method throws {@link MemoryFault} if the access cannot be made, and
 * {@link IndexOutOfBoundsException} if an offset lies outside this memory; then nothing was transferred (of a bulk
 * operation: nothing from the failing page on).
 */
@ProviderType
public interface MemoryAccess {

    /**
     * Bytes of this memory.
     *
     * @return the length; offsets run from 0 to length - 1
     */
    long length();

    /**
     * Reads a byte.
     *
     * @param offset bytes from the start
     * @return the value
     */
    byte getByte(long offset);

    /**
     * Reads two bytes.
     *
     * @param offset bytes from the start, a multiple of 2
     * @return the value
     */
    short getShort(long offset);

    /**
     * Reads four bytes.
     *
     * @param offset bytes from the start, a multiple of 4
     * @return the value
     */
    int getInt(long offset);

    /**
     * Reads eight bytes.
     *
     * @param offset bytes from the start, a multiple of 8
     * @return the value
     */
    long getLong(long offset);

    /**
     * Writes a byte.
     *
     * @param offset bytes from the start
     * @param value the value
     */
    void setByte(long offset, byte value);

    /**
     * Writes two bytes.
     *
     * @param offset bytes from the start, a multiple of 2
     * @param value the value
     */
    void setShort(long offset, short value);

    /**
     * Writes four bytes.
     *
     * @param offset bytes from the start, a multiple of 4
     * @param value the value
     */
    void setInt(long offset, int value);

    /**
     * Writes eight bytes.
     *
     * @param offset bytes from the start, a multiple of 8
     * @param value the value
     */
    void setLong(long offset, long value);

    /**
     * Reads four bytes with volatile ordering, whatever the attribute of the memory.
     *
     * @param offset bytes from the start, a multiple of 4
     * @return the value
     */
    int getIntVolatile(long offset);

    /**
     * Writes four bytes with volatile ordering.
     *
     * @param offset bytes from the start, a multiple of 4
     * @param value the value
     */
    void setIntVolatile(long offset, int value);

    /**
     * Reads eight bytes with volatile ordering.
     *
     * @param offset bytes from the start, a multiple of 8
     * @return the value
     */
    long getLongVolatile(long offset);

    /**
     * Writes eight bytes with volatile ordering.
     *
     * @param offset bytes from the start, a multiple of 8
     * @param value the value
     */
    void setLongVolatile(long offset, long value);

    /**
     * Compares and exchanges four bytes atomically.
     *
     * @param offset bytes from the start, a multiple of 4
     * @param expected what must be there
     * @param value what to put there then
     * @return what was there; the exchange happened if it equals expected
     */
    int compareAndExchangeInt(long offset, int expected, int value);

    /**
     * Compares and exchanges eight bytes atomically.
     *
     * @param offset bytes from the start, a multiple of 8
     * @param expected what must be there
     * @param value what to put there then
     * @return what was there; the exchange happened if it equals expected
     */
    long compareAndExchangeLong(long offset, long expected, long value);

    /**
     * Adds to four bytes atomically.
     *
     * @param offset bytes from the start, a multiple of 4
     * @param delta what to add
     * @return what was there before
     */
    int getAndAddInt(long offset, int delta);

    /**
     * Adds to eight bytes atomically.
     *
     * @param offset bytes from the start, a multiple of 8
     * @param delta what to add
     * @return what was there before
     */
    long getAndAddLong(long offset, long delta);

    /**
     * Full fence: no load or store before it moves behind it, or the other way round.
     */
    void fence();

    /**
     * Fills a range with a byte.
     *
     * @param offset bytes from the start
     * @param length bytes, at least 0
     * @param value the byte
     */
    void fill(long offset, long length, byte value);

    /**
     * Copies into this memory. Device registers are written in naturally aligned accesses of their own width.
     *
     * @param source where to copy from; neither freed nor kept
     * @param sourceOffset bytes from the start of source
     * @param offset bytes from the start of this memory
     * @param length bytes, at least 0
     */
    void copyFrom(MemorySegment source, long sourceOffset, long offset, long length);

    /**
     * Copies out of this memory.
     *
     * @param offset bytes from the start of this memory
     * @param target where to copy to; neither freed nor kept
     * @param targetOffset bytes from the start of target
     * @param length bytes, at least 0
     */
    void copyTo(long offset, MemorySegment target, long targetOffset, long length);

    /**
     * A part of this memory, with its own cached translation.
     *
     * @param offset bytes from the start
     * @param length bytes, at least 0
     * @return the part; offset 0 of it is {@code offset} of this
     */
    MemoryAccess view(long offset, long length);

    /**
     * This memory with data in the given byte order. The order applies to data of 2, 4 and 8 bytes, not to bulk copies.
     *
     * @param order the order of the data
     * @return a view of the same memory
     */
    MemoryAccess view(ByteOrder order);
}
