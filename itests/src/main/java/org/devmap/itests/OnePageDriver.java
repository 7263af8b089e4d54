package org.devmap.itests;

import org.devmap.DdiException;
import org.devmap.Pages;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemRequest;
import org.devmap.driver.UmemSetup;

/** Serves one device with one page of kernel memory, its minor node {@code page}. */
final class OnePageDriver implements DeviceDriver {

    private final UmemRequest request;
    private UmemCookie page;

    OnePageDriver(UmemRequest request) {
        this.request = request;
    }

    UmemCookie page() {
        return page;
    }

    @Override
    public CbOps entryPoints() {
        return CbOps.builder().flags(CbFlags.D_DEVMAP).devmap((dev, handle, off, len, model) -> {
            handle.umemSetup(UmemSetup.of(page, off, len));
            return len;
        }).build();
    }

    @Override
    public void attach(DeviceInfo device) throws DdiException {
        page = device.umemAlloc(request);
        device.createMinorNode("page", 0, Pages.SIZE);
    }

    @Override
    public void detach(DeviceInfo device) {
        page.free();
    }
}
