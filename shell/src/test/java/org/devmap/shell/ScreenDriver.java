package org.devmap.shell;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.FaultException;
import org.devmap.Pages;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.MappingCallbacks;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemSetup;

/** Maps the video memory, with a context callback on the first touch of a page, and a page of kernel memory. */
final class ScreenDriver implements DeviceDriver {

    private static final int SCREEN = 0;
    private static final int VIDEO_MEMORY = 1;

    private final MappingCallbacks<Void> touches = new MappingCallbacks<>() {
        @Override
        public Set<Entry> entries() {
            return EnumSet.of(Entry.ACCESS);
        }

        @Override
        public void access(DevmapCookie handle, Void data, long off, long len, AccessType type, AccessDirection rw)
                throws FaultException {
            before.accept(handle);
            handle.doContextManagement(off, len, type, rw, ScreenDriver.this::touched);
        }
    };
    private UmemCookie cursor;
    /** Runs before a switch of context. */
    private Consumer<DevmapCookie> before = handle -> { };
    /** Runs inside the context callback. */
    private Runnable inside = () -> { };

    void onTouch(Consumer<DevmapCookie> beforeSwitch, Runnable insideSwitch) {
        before = beforeSwitch;
        inside = insideSwitch;
    }

    private void touched(DevmapCookie handle, Void data, long off, long len, AccessType type, AccessDirection rw)
            throws FaultException {
        inside.run();
        handle.defaultAccess(off, len, type, rw);
    }

    @Override
    public CbOps entryPoints() {
        return CbOps.builder().devmap(this::devmap).flags(CbFlags.D_MP, CbFlags.D_DEVMAP).build();
    }

    @Override
    public void attach(DeviceInfo device) throws DdiException {
        cursor = device.umemAlloc(Pages.SIZE, UmemFlags.SLEEP);
        device.createMinorNode("screen", SCREEN, 4 << 20);
        device.createMinorNode("cursor", 1, Pages.SIZE);
    }

    @Override
    public void detach(DeviceInfo device) {
        cursor.free();
    }

    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        long length = Pages.roundUp(len);
        if (dev.minor() == SCREEN) {
            handle.devmemSetup(DevmemSetup.of(VIDEO_MEMORY, off, length).withCallbacks(touches));
        } else {
            handle.umemSetup(UmemSetup.of(cursor, off, length));
        }
        return length;
    }
}
