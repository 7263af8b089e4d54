package org.devmap.runtime.handle;

import java.util.BitSet;
import java.util.List;
import org.devmap.Protection;
import org.devmap.dto.HandleSnapshot;
import org.devmap.dto.SegmentSnapshot;

/** Segments and handles as the snapshot shows them. */
public final class HandlePictures {

    private HandlePictures() {
    }

    /**
     * A picture of a segment with its handles.
     *
     * @param segment the segment; callers hold the as lock at least shared
     * @return the picture
     */
    public static SegmentSnapshot of(Segment segment) {
        List<HandleSnapshot> handles = segment.handles().stream().map(HandlePictures::of).toList();
        return new SegmentSnapshot(segment.address(), segment.length(), segment.origin().path(), segment.offset(),
                segment.origin().flags().type().toString(), segment.prot().without(Protection.USER).bits(), segment.pageProtections(),
                segment.softLocked(), segment.loaded(), segment.faults(), handles);
    }

    private static HandleSnapshot of(MappingHandle handle) {
        Attributes attributes = handle.backing().attributes();
        String backing = handle.backing().invalid() ? "invalid" : handle.backing().name();
        return new HandleSnapshot(handle.id(), handle.uoff(), handle.length(), handle.address(), handle.sourceOffset(),
                handle.prot().bits(),
                handle.origMaxprot().bits(), handle.maxprot().bits(), handle.flags().bits(), backing,
                attributes.ordering().name(), attributes.cache().name(), attributes.endian().name(),
                handle.timeout(), handle.callbacks().toString(), loaded(handle));
    }

    /** Which pages of a handle have a translation. */
    static BitSet loaded(MappingHandle handle) {
        return handle.pages().loaded();
    }
}
