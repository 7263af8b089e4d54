package org.devmap.dto;

import java.util.BitSet;

/**
 * A mapping handle (section 1.2).
 *
 * @param id unique in the system, also in the handle's {@code toString}
 * @param uoff user offset of its first byte
 * @param length bytes; 0 without setup
 * @param address user address of its first byte
 * @param roff offset inside register set or cookie
 * @param prot protection that mmap asked for, with USER
 * @param origMaxprot bound of the segmap path
 * @param maxprot bound for mprotect
 * @param flags stored flags
 * @param backing what is behind it, in words: for example {@code "set 1 of framebuffer0"}, {@code "umem"}, {@code "trash"},
 *         {@code "invalid"}, {@code "none"}
 * @param ordering data order of its translations, a name of {@link org.devmap.driver.Ordering}; of umem STORE_CACHING by default,
 *         STRICT if uncached, MERGING if write-combining
 * @param cache CACHED, UNCACHED or WRITE_COMBINE; of device memory UNCACHED
 * @param endian endian attribute, a name of {@link org.devmap.driver.Endian}
 * @param timeout hold-off in ticks
 * @param callbacks which callbacks are real, for example {@code "map access unmap"}
 * @param loaded a bit per page that has a translation
 */
public record HandleSnapshot(long id, long uoff, long length, long address, long roff, int prot, int origMaxprot, int maxprot,
                             int flags, String backing, String ordering, String cache, String endian, long timeout,
                             String callbacks, BitSet loaded) {
}
