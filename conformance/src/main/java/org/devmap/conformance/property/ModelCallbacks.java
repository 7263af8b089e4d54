package org.devmap.conformance.property;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.KeptData;
import org.devmap.driver.MappingCallbacks;

/** The callbacks of {@link ModelDriver}, with or without access: passes everything on, and what is broken past the framework. */
final class ModelCallbacks implements MappingCallbacks<Piece> {

    private final ModelDriver driver;
    private final Set<Entry> entries;

    ModelCallbacks(ModelDriver driver, Set<Entry> entries) {
        this.driver = driver;
        this.entries = entries;
    }

    @Override
    public Set<Entry> entries() {
        return entries;
    }

    @Override
    public Piece map(DevmapCookie handle, Dev dev, MapFlags flags, long off, long len) throws DdiException {
        return driver.mapped(handle, off, len);
    }

    @Override
    public void access(DevmapCookie handle, Piece piece, long off, long len, AccessType type, AccessDirection rw)
            throws FaultException {
        driver.guarded(() -> Broken.unless(piece.handle == handle, Property.UNMAP_RANGES, "access callback with foreign data"));
        driver.serve(piece, off, len, type, rw);
    }

    @Override
    public Piece dup(DevmapCookie handle, Piece piece, DevmapCookie newHandle) throws DdiException {
        return driver.copied(piece, newHandle);
    }

    @Override
    public KeptData<Piece> unmap(DevmapCookie handle, Piece piece, long off, long len, DevmapCookie before,
                                 DevmapCookie after) {
        AtomicReference<KeptData<Piece>> kept = new AtomicReference<>();
        driver.guarded(() -> kept.set(driver.unmapped(piece, off, len, before, after)));
        return kept.get();
    }
}
