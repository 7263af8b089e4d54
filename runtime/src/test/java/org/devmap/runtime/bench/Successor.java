package org.devmap.runtime.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.Credential;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.Handover;
import org.devmap.driver.IoctlRequest;
import org.devmap.driver.KeptData;
import org.devmap.driver.MappingCallbacks;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemSetup;

/**
 * One version of a driver that hands over: each page of umem is a piece of its own, whose private data is a text. It notes what it
 * hears with its name, in a list that its next version goes on with, and does besides what the test says.
 */
public final class Successor implements DeviceDriver, Handover, MappingCallbacks<String> {

    /** What the test wants to happen at some point. */
    @FunctionalInterface
    public interface Step {
        void run() throws DdiException;
    }

    public final String name;
    public final List<String> calls;
    public final List<DeviceInfo> devices = new CopyOnWriteArrayList<>();
    public volatile Step suspend = () -> { };
    public volatile Step resume = () -> { };
    public volatile Step importInstance = () -> { };
    public volatile Step importHandle = () -> { };
    public volatile Step access = () -> { };
    public volatile Runnable unmap = () -> { };
    public volatile Step ioctl = () -> { };
    public volatile Map<String, Object> more = Map.of();
    public volatile boolean accepting = true;
    private volatile UmemCookie pages;

    public Successor(String name) {
        this(name, new CopyOnWriteArrayList<>());
    }

    private Successor(String name, List<String> calls) {
        this.name = name;
        this.calls = calls;
    }

    public Successor next(String nextName) {
        return new Successor(nextName, calls);
    }

    private void note(String call) {
        calls.add(name + " " + call);
    }

    @Override
    public CbOps entryPoints() {
        return CbOps.builder().devmap(this::devmap).open(this::open).close((dev, credential) -> note("close " + dev.minor()))
                .ioctl(this::ioctl).flags(CbFlags.D_DEVMAP).build();
    }

    private Dev open(Dev dev, org.devmap.OpenFlags flags, Credential credential) {
        note("open " + dev.minor());
        return dev;
    }

    private int ioctl(IoctlRequest request) throws DdiException {
        note("ioctl");
        ioctl.run();
        return request.device().instance();
    }

    @Override
    public void attach(DeviceInfo device) throws DdiException {
        note("attach");
        devices.add(device);
        pages = device.umemAlloc(4 * Pages.SIZE, UmemFlags.SLEEP);
        device.createMinorNode("0", 7, 4 * Pages.SIZE);
    }

    @Override
    public void detach(DeviceInfo device) {
        note("detach");
        pages.free();
    }

    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        handle.umemSetup(UmemSetup.of(pages, off, Pages.SIZE).withCallbacks(this));
        return Pages.SIZE;
    }

    // ---- callbacks

    @Override
    public String map(DevmapCookie handle, Dev dev, MapFlags flags, long off, long len) {
        note("map " + Pages.btop(off));
        return "data of page " + Pages.btop(off);
    }

    @Override
    public void access(DevmapCookie handle, String data, long off, long len, AccessType type, AccessDirection rw)
            throws FaultException, DdiException {
        note(type.name().toLowerCase() + " " + data);
        access.run();
        handle.defaultAccess(off, len, type, rw);
    }

    @Override
    public String dup(DevmapCookie handle, String data, DevmapCookie newHandle) {
        note("dup " + data);
        return data;
    }

    @Override
    public KeptData<String> unmap(DevmapCookie handle, String data, long off, long len, DevmapCookie before, DevmapCookie after) {
        note("unmap " + data);
        unmap.run();
        return KeptData.unchanged(data);
    }

    // ---- handover

    @Override
    public void suspend(DeviceInfo device) throws DdiException {
        note("suspend");
        suspend.run();
    }

    @Override
    public void resume(DeviceInfo device) throws DdiException {
        note("resume");
        resume.run();
    }

    @Override
    public String stateFormat() {
        return "successor-1";
    }

    @Override
    public boolean accepts(String stateFormat) {
        return accepting && stateFormat.equals("successor-1");
    }

    @Override
    public Map<String, Object> exportInstance(DeviceInfo device) {
        note("exportInstance");
        Map<String, Object> state = new LinkedHashMap<>(more);
        state.put("cookie", pages.id());
        return state;
    }

    @Override
    public Map<String, Object> exportHandle(DevmapCookie handle, Object data) {
        note("exportHandle " + data);
        return Map.of("data", data);
    }

    @Override
    public void importInstance(DeviceInfo device, Map<String, Object> state) throws DdiException {
        note("importInstance");
        importInstance.run();
        devices.add(device);
        pages = device.cookies().stream().filter(cookie -> cookie.id() == (Long) state.get("cookie")).findFirst()
                .orElseThrow(() -> new DdiException(Errno.EINVAL, "the memory is gone"));
    }

    @Override
    public Adopted<String> importHandle(DeviceInfo device, DevmapCookie handle, Map<String, Object> state) throws DdiException {
        note("importHandle " + state.get("data"));
        importHandle.run();
        return new Adopted<>(this, state.get("data") + ", by " + name);
    }
}
