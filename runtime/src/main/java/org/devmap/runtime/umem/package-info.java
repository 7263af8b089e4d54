/**
 * Kernel memory: the cookies of ddi_umem_alloc(9F) and ddi_umem_lock(9F), how long their pages are pinned, and what
 * locking user memory costs its project and zone (sections 2.18 and 2.19).
 */
package org.devmap.runtime.umem;
