package org.devmap.dto;

import java.util.BitSet;
import java.util.List;

/**
 * A segment: one contiguous range of user addresses.
 *
 * @param address first address
 * @param length bytes
 * @param path the device
 * @param offset user offset of the first byte
 * @param type SHARED or PRIVATE
 * @param prot the protection of the segment, without USER
 * @param pageProtections per-page protections, empty if there is no per-page array
 * @param softLockedPages the segment's soft-lock count
 * @param loaded a bit per page that has a translation
 * @param faults faults served so far
 * @param handles its handles, ascending
 */
public record SegmentSnapshot(long address, long length, String path, long offset, String type, int prot,
                              List<Integer> pageProtections, long softLockedPages, BitSet loaded, long faults,
                              List<HandleSnapshot> handles) {
}
