package org.devmap.runtime.mapping;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.devmap.Credential;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.MapFlags;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.driver.AccessAttributes;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.SegmapRequest;
import org.devmap.runtime.handle.Origin;

/** The request of a segmap(9E): immutable, but for what it has mapped, which all copies of it share. */
final class SegmapCall implements SegmapRequest {

    private final MappingTarget target;
    private final MapRequest request;
    /** Null until something is mapped. */
    private final AtomicReference<Origin> mapped;

    SegmapCall(MappingTarget target, MapRequest request) {
        this(target, request, new AtomicReference<>());
    }

    private SegmapCall(MappingTarget target, MapRequest request, AtomicReference<Origin> mapped) {
        this.target = target;
        this.request = request;
        this.mapped = mapped;
    }

    private SegmapCall with(long off, long len, Protection prot, Protection maxprot, MapFlags flags) {
        return new SegmapCall(target, new MapRequest(request.address(), off, len, prot, maxprot, flags), mapped);
    }

    /** What it has mapped; empty if nothing. */
    Optional<Origin> mapped() {
        return Optional.ofNullable(mapped.get());
    }

    @Override
    public Dev dev() {
        return target.device().dev();
    }

    @Override
    public DeviceInfo device() {
        return target.info();
    }

    @Override
    public long off() {
        return request.off();
    }

    @Override
    public AddressSpace addressSpace() {
        return target.process();
    }

    @Override
    public long address() {
        return mapped().map(Origin::address).orElse(request.address());
    }

    @Override
    public long len() {
        return request.len();
    }

    @Override
    public Protection prot() {
        return request.prot();
    }

    @Override
    public Protection maxprot() {
        return request.maxprot();
    }

    @Override
    public MapFlags flags() {
        return request.flags();
    }

    @Override
    public Credential credential() {
        return target.credential();
    }

    @Override
    public DataModel model() {
        return target.space().model();
    }

    @Override
    public SegmapRequest withOff(long off) {
        return with(off, len(), prot(), maxprot(), flags());
    }

    @Override
    public SegmapRequest withLen(long len) {
        return with(off(), len, prot(), maxprot(), flags());
    }

    @Override
    public SegmapRequest withProtection(Protection prot, Protection maxprot) {
        return with(off(), len(), prot, maxprot, flags());
    }

    @Override
    public SegmapRequest withFlags(MapFlags flags) {
        return with(off(), len(), prot(), maxprot(), flags);
    }

    @Override
    public void devmapSetup() throws DdiException {
        mapped.set(DevmapSetup.run(target, request));
    }

    @Override
    public void ddiSegmap() throws DdiException {
        mapped.set(OldScheme.segmap(target, request));
    }

    @Override
    public void ddiSegmapSetup(AccessAttributes attributes) throws DdiException {
        mapped.set(OldScheme.segmapSetup(target, request, attributes));
    }
}
