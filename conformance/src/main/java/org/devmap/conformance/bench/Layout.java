package org.devmap.conformance.bench;

import java.util.ArrayList;
import java.util.List;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmapEntry;

/**
 * A devmap(9E) that exports different things side by side, one handle each: {@code Layout.from(o).then(2 * P, f).then(P, g)}.
 * The exports see offsets from the start of the layout. An offset outside fails ENXIO. Immutable.
 *
 * @param start user offset of the first piece
 * @param pieces in ascending order
 */
public record Layout(long start, List<Piece> pieces) implements DevmapEntry {

    /**
     * One piece.
     *
     * @param length bytes, a page multiple
     * @param export what it shows
     */
    public record Piece(long length, Export export) {
    }

    /** Copies the pieces. */
    public Layout {
        pieces = List.copyOf(pieces);
    }

    /**
     * A layout without pieces.
     *
     * @param start user offset of the first piece to come
     * @return the layout
     */
    public static Layout from(long start) {
        return new Layout(start, List.of());
    }

    /**
     * The same with one more piece.
     *
     * @param length bytes, a page multiple
     * @param export what it shows
     * @return a changed copy
     */
    public Layout then(long length, Export export) {
        List<Piece> more = new ArrayList<>(pieces);
        more.add(new Piece(length, export));
        return new Layout(start, more);
    }

    @Override
    public long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        long end = start;
        for (Piece piece : pieces) {
            end += piece.length;
            if (off >= start && off < end) {
                long length = Math.min(end - off, Pages.roundUp(len));
                piece.export.setup(handle, off - start, length);
                return length;
            }
        }
        throw new DdiException(Errno.ENXIO, "offset %d lies outside the layout %d..%d".formatted(off, start, end));
    }
}
