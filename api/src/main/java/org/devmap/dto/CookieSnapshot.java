package org.devmap.dto;

import java.util.Optional;

/**
 * A umem cookie.
 *
 * @param id unique in the system, also in the cookie's {@code toString}
 * @param type KMEM_PAGEABLE, KMEM_NON_PAGEABLE, UMEM_LOCKED or UMEM_TRASH
 * @param size bytes
 * @param kernelAddress first address, 0 if it has none
 * @param owner the node it was allocated for
 * @param provider who hosts it, empty for trash and user memory
 * @param peerPath where other processes find it, empty if it is not shared
 * @param lockedPages pages pinned now: of non-pageable and of user-locked memory all, of pageable memory those loaded or locked
 */
public record CookieSnapshot(long id, String type, long size, long kernelAddress, String owner, String provider,
                             Optional<String> peerPath, long lockedPages) {
}
