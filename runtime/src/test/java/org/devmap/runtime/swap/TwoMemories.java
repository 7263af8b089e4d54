package org.devmap.runtime.swap;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.FaultException;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DmaEngine;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.MappingCallbacks;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRequest;
import org.devmap.driver.UmemSetup;

/**
 * A device with a hosted register set at offset 0 and umem behind it, of the same size, and its driver. Both are mapped
 * with an access callback, so that a swap that dropped translations would be heard.
 */
final class TwoMemories implements DeviceDriver, DeviceNode {

    final AtomicInteger accesses = new AtomicInteger();
    volatile DeviceInfo device;
    volatile UmemCookie umem;
    volatile boolean withCallbacks = true;
    volatile Runnable duringAccess = () -> { };
    private final long size;
    private final Optional<DmaEngine> dma;

    TwoMemories(long size) {
        this(size, null);
    }

    TwoMemories(long size, DmaEngine dma) {
        this.size = size;
        this.dma = Optional.ofNullable(dma);
    }

    @Override
    public String name() {
        return "two0";
    }

    @Override
    public List<String> compatible() {
        return List.of("two");
    }

    @Override
    public List<RegisterSet> registerSets() {
        return List.of(new RegisterSet.Hosted("vram", size));
    }

    @Override
    public Optional<DmaEngine> dma() {
        return dma;
    }

    @Override
    public CbOps entryPoints() {
        return CbOps.builder().flags(CbFlags.D_DEVMAP).devmap((_, handle, off, len, _) -> {
            Counted callbacks = withCallbacks ? new Counted() : null;
            if (off < size) {
                handle.devmemSetup(DevmemSetup.of(0, off, size - off).withCallbacks(callbacks));
                return size - off;
            }
            handle.umemSetup(UmemSetup.of(umem, off - size, 2 * size - off).withCallbacks(callbacks));
            return 2 * size - off;
        }).build();
    }

    @Override
    public void attach(DeviceInfo given) throws DdiException {
        device = given;
        umem = given.umemAlloc(UmemRequest.of(size, UmemFlags.SLEEP));
        given.createMinorNode("0", 0, 2 * size);
    }

    @Override
    public void detach(DeviceInfo given) {
        umem.free();
    }

    private final class Counted implements MappingCallbacks<Object> {

        @Override
        public Object accessIdentity() {
            return TwoMemories.this;
        }

        @Override
        public void access(DevmapCookie handle, Object data, long off, long len, AccessType type, AccessDirection rw)
                throws FaultException {
            accesses.incrementAndGet();
            duringAccess.run();
            handle.load(off, len, type, rw);
        }
    }
}
