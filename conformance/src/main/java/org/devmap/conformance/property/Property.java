package org.devmap.conformance.property;

/** A property of section 5.2. */
public enum Property {

    /** 1. */
    UNMAP_RANGES("the ranges of all unmap callbacks are the unmapped pages, without overlap, and a reference counter ends at 0"),
    /** 2. */
    TRANSLATIONS("a page is readable without a callback iff it was loaded after the last unload, remap, mprotect NONE or unmap"),
    /** 3. */
    OFFSETS("user address - segment base = user offset - segment offset, for every handle at any time"),
    /** 4. */
    NOTHING_LEFT("after the last handle no context, gate, timer or charge remains"),
    /** 5. */
    NO_LOCK_HELD("no callback runs with a handle, context or gate lock held by the calling thread"),
    /** 6. */
    FAILING_MMAP("a failing mmap leaves the address space as it was, except what MAP_FIXED has removed");

    private final String sentence;

    Property(String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String toString() {
        return "property %d: %s".formatted(ordinal() + 1, sentence);
    }
}
