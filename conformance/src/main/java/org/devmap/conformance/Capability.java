package org.devmap.conformance;

/**
 * What a backend may declare to lack. A statement whose fixture needs it is then skipped under this name; nothing else is ever
 * skipped.
 */
public enum Capability {

    /** Register sets of plain memory, in whatever size a test device needs. */
    MEMORY_SETS("register sets of plain memory"),
    /** Kernel memory for ddi_umem_alloc(9F). */
    UMEM("kernel memory");

    private final String meaning;

    Capability(String meaning) {
        this.meaning = meaning;
    }

    /**
     * What it is.
     *
     * @return a few words
     */
    public String meaning() {
        return meaning;
    }
}
