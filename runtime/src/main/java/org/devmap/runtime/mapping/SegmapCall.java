package org.devmap.runtime.mapping;

import java.util.concurrent.atomic.AtomicLong;
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

/** The request of a segmap(9E): immutable, but for the address, which all copies of it share. */
final class SegmapCall implements SegmapRequest {

    private final MappingTarget target;
    private final MapRequest request;
    private final AtomicLong address;

    SegmapCall(MappingTarget target, MapRequest request) {
        this(target, request, new AtomicLong(request.address()));
    }

    private SegmapCall(MappingTarget target, MapRequest request, AtomicLong address) {
        this.target = target;
        this.request = request;
        this.address = address;
    }

    private SegmapCall with(long off, long len, Protection prot, Protection maxprot, MapFlags flags) {
        return new SegmapCall(target, new MapRequest(request.address(), off, len, prot, maxprot, flags), address);
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
        return address.get();
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
        address.set(DevmapSetup.run(target, request));
    }

    @Override
    public void ddiSegmap() throws DdiException {
        address.set(OldScheme.segmap(target, request));
    }

    @Override
    public void ddiSegmapSetup(AccessAttributes attributes) throws DdiException {
        address.set(OldScheme.segmapSetup(target, request, attributes));
    }
}
