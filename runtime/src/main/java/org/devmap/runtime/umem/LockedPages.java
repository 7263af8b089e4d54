package org.devmap.runtime.umem;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.devmap.Pages;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;

/** The page list of locked user memory: each page is a page of something else. */
public final class LockedPages implements FrameSource {

    /**
     * One page.
     *
     * @param source where it lies
     * @param offset byte in the source
     * @param kind how it is accessed
     */
    public record Page(FrameSource source, long offset, AccessKind kind) {
    }

    private final List<Page> pages;
    private final Set<Hat> tables = ConcurrentHashMap.newKeySet();
    private volatile boolean gone;

    /**
     * A page list.
     *
     * @param pages in order
     */
    public LockedPages(List<Page> pages) {
        this.pages = List.copyOf(pages);
    }

    @Override
    public long size() {
        return Pages.ptob(pages.size());
    }

    @Override
    public boolean isContiguous() {
        return false;
    }

    @Override
    public FrameRun frames(long offset, long address, AccessKind kind) {
        Page page = pages.get((int) Pages.btop(offset));
        FrameRun frame = page.source.frames(page.offset, address, page.kind);
        return frame == null ? null : frame.until(() -> gone);
    }

    @Override
    public Set<HostedMemory> hosted() {
        return pages.stream().flatMap(page -> page.source.hosted().stream()).collect(Collectors.toSet());
    }

    @Override
    public boolean isModelled() {
        return pages.stream().anyMatch(page -> page.source.isModelled());
    }

    @Override
    public boolean isGone() {
        return gone || pages.stream().anyMatch(page -> page.source.isGone());
    }

    /** Shows every source: if the memory itself goes, so does this view of it. */
    @Override
    public void shownBy(Hat table) {
        tables.add(table);
        pages.forEach(page -> page.source.shownBy(table));
    }

    @Override
    public void forget(Hat table) {
        tables.remove(table);
        pages.forEach(page -> page.source.forget(table));
    }

    /** Drops every translation that shows the pages through the cookie. */
    void revoke() {
        gone = true;
        for (Hat table : Set.copyOf(tables)) {
            table.unloadAll();
            forget(table);
        }
    }
}
