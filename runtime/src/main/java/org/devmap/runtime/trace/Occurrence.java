package org.devmap.runtime.trace;

/** What is recorded. */
public enum Occurrence {
    /** mmap(2). */
    MMAP,
    /** munmap(2). */
    MUNMAP,
    /** A page fault, with all that the driver did for it. */
    FAULT,
    /** A context callback, with the wait for its turn. */
    CONTEXT_SWITCH,
    /** devmap_load(9F). */
    LOAD,
    /** devmap_unload(9F), with the wait for accesses under way. */
    UNLOAD,
    /** devmap_umem_remap or devmap_devmem_remap. */
    REMAP,
    /** The move of a piece of memory to another provider. */
    SWAP,
    /** An access that ends in a memory fault. */
    REFUSED
}
