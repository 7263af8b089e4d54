package org.devmap.benchmarks.table;

/** Rows that are shown in one chart. */
public enum Group {
    /** The bench against itself. */
    SELF("The bench against itself"),
    /** Loads and stores of ordinary memory. */
    PLAIN("Plain access against a raw segment"),
    /** Loads and stores of device memory. */
    ORDERED("Device memory against ordered access to a raw segment"),
    /** Copies and fills. */
    BULK("Bulk work against a raw segment"),
    /** Loading and unloading. */
    CONTEXT("Contexts against page protection and thread hand-over"),
    /** mmap and munmap. */
    MAPPING("Mappings against those of the system"),
    /** Several threads. */
    THREADS("Threads side by side, against the undisturbed"),
    /** Memory that moves between backends. */
    SWAP("Swaps against what they may cost"),
    /** Other libraries. */
    LIBRARY("Plain access against other libraries");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    /**
     * What its chart is called.
     *
     * @return a title
     */
    public String title() {
        return title;
    }

    /**
     * What its chart's file is called.
     *
     * @return a name without blanks
     */
    public String fileName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
