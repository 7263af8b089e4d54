package org.devmap.runtime.trace;

/** What is recorded. */
public enum Occurrence {
    /** mmap(2). */
    MMAP("Mmap", "mmap"),
    /** munmap(2). */
    MUNMAP("Munmap", "munmap"),
    /** A page fault, with all that the driver did for it. */
    FAULT("Fault", "Fault"),
    /** A context callback, with the wait for its turn. */
    CONTEXT_SWITCH("ContextSwitch", "Context Switch"),
    /** devmap_load(9F). */
    LOAD("Load", "Load"),
    /** devmap_unload(9F), with the wait for accesses under way. */
    UNLOAD("Unload", "Unload"),
    /** devmap_umem_remap or devmap_devmem_remap. */
    REMAP("Remap", "Remap"),
    /** The move of a piece of memory to another provider. */
    SWAP("Swap", "Swap"),
    /** An access that ends in a memory fault. */
    REFUSED("Refused", "Refused Access");

    private final String event;
    private final String label;

    Occurrence(String event, String label) {
        this.event = "devmap." + event;
        this.label = label;
    }

    /** Name of its event. */
    String event() {
        return event;
    }

    /** What a reader of recordings sees. */
    String label() {
        return label;
    }
}
