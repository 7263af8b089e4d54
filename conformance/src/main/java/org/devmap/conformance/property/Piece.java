package org.devmap.conformance.property;

import java.util.NavigableMap;
import org.devmap.Protection;
import org.devmap.conformance.property.Operation.Exported;
import org.devmap.conformance.property.Operation.Memory;
import org.devmap.driver.DevmapCookie;

/**
 * What the oracle knows of a handle; the driver's private data of it, with a pointer back to the handle (section 5.1). All
 * numbers are pages. Changed by the thread that runs the sequence alone.
 */
final class Piece {

    final DevmapCookie handle;
    final boolean access;
    final boolean remappable;
    long uoff;
    int pages;
    Memory memory;
    int memoryPage;
    boolean invalid;
    Protection maxprot;
    /** User page of the first page; 0 as long as it is in no space. */
    long first;
    /** Where it lies, or null while its mmap or fork is under way. */
    NavigableMap<Long, Oracle.Page> space;

    Piece(DevmapCookie handle, Exported exported, long uoff, int pages) {
        this.handle = handle;
        this.access = exported.access();
        this.remappable = exported.remappable();
        this.uoff = uoff;
        this.pages = pages;
        this.memory = exported.memory();
        this.memoryPage = Math.toIntExact(uoff);
        this.invalid = exported.memory() == Memory.INVALID;
        this.maxprot = exported.readOnly() ? Protection.READ.with(Protection.USER) : Protection.ALL;
    }

    private Piece(DevmapCookie handle, Piece original) {
        this.handle = handle;
        this.access = original.access;
        this.remappable = original.remappable;
        this.uoff = original.uoff;
        this.pages = original.pages;
        this.memory = original.memory;
        this.memoryPage = original.memoryPage;
        this.invalid = original.invalid;
        this.maxprot = original.maxprot;
        this.first = original.first;
    }

    /** What dup and a hole in the middle start with: everything but the place. */
    Piece copyFor(DevmapCookie newHandle) {
        return new Piece(newHandle, this);
    }

    void cutFront(int gone) {
        uoff += gone;
        first += gone;
        memoryPage += gone;
        pages -= gone;
    }

    int memoryPageAt(long userPage) {
        return memoryPage + Math.toIntExact(userPage - first);
    }
}
