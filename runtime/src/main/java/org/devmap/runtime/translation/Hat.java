package org.devmap.runtime.translation;

import java.util.BitSet;

/**
 * The page-table layer as segments and handles see it: they load, unload and protect ranges of pages and never know how a
 * translation is made. Pages are counted from the start of the handle at the time the translation was made.
 *
 * <p>Thread-safe. When {@link #unload}, {@link #hold} or a {@link #protect} that takes permissions away has returned, no access under the old
 * permissions can happen any more.
 */
public interface Hat {

    /** Permission bits of a page that has a translation: read. */
    int READ = 1;
    /** Write. */
    int WRITE = 2;
    /** Execute. */
    int EXEC = 4;

    /**
     * Makes translations of a range of pages that lie one after the other in the same frames.
     *
     * @param first the first page
     * @param count how many
     * @param permissions bits, not 0
     * @param frames what is behind them
     * @return false if the frames are gone: then nothing is loaded
     */
    boolean load(int first, int count, int permissions, FrameRun frames);

    /**
     * Makes the translation of one page that has frames of its own.
     *
     * @param page the page
     * @param permissions bits, not 0
     * @param frame what is behind it
     * @return false if the frame is gone: then nothing is loaded
     */
    boolean loadPage(int page, int permissions, FrameRun frame);

    /**
     * Drops the translations of a range.
     *
     * @param first the first page
     * @param count how many
     */
    void unload(int first, int count);

    /** Drops every translation: the memory behind them goes. */
    void unloadAll();

    /**
     * Changes the permissions of those pages of a range that have a translation.
     *
     * @param first the first page
     * @param count how many
     * @param permissions bits, not 0
     */
    void protect(int first, int count, int permissions);

    /**
     * Returns when no access through this table that began before the call is under way any more. Permissions stay as they are, and
     * accesses go on beginning: what they must not reach, like memory that is about to move, was taken from them before.
     */
    void quiesce();

    /**
     * Which pages have a translation.
     *
     * @param first the first page
     * @param count how many
     * @return a bit per page, counted from first
     */
    BitSet loaded(int first, int count);

    /**
     * How often a page was loaded, modulo 256: tells an access whether its fault has loaded the page it wants, even if somebody has
     * dropped it again since.
     *
     * @param page the page
     * @return a number that every load of the page changes
     */
    int loads(int page);

    /**
     * Holds every access back while the driver of the pages is suspended: nothing is permitted any more. What is loaded, dropped
     * or protected until {@link #release} is remembered and takes effect then. Twice is harmless.
     */
    void hold();

    /** Permits again what is loaded by now; without effect if nothing is held back. */
    void release();

    /**
     * Permits what is loaded, and what is loaded from now on, only until the next {@link #hold}: then it is again as if nobody had
     * been permitted anything. What is dropped is dropped for good. Only while held back.
     */
    void lend();
}
