package org.devmap.runtime.process;

import org.devmap.AccessDirection;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.translation.DeviceAccess;
import org.devmap.runtime.translation.TranslatedMemory;

/**
 * What an application gets instead of a {@link ProcessMapping} whose driver has said that registers or device memory
 * are behind it: accesses of another class, all the rest is asked of that one.
 */
final class DeviceMapping extends UserMemory implements Mapping, DeviceAccess {

    private final ProcessMapping mapping;

    DeviceMapping(ProcessMapping mapping) {
        super(mapping.process(), mapping.address(), mapping.length());
        this.mapping = mapping;
    }

    @Override
    Origin origin() {
        return mapping;
    }

    @Override
    protected TranslatedMemory part(long address, long bytes) {
        return new DevicePart(process(), mapping, address, bytes);
    }

    @Override
    public long address() {
        return mapping.address();
    }

    @Override
    public String path() {
        return mapping.path();
    }

    @Override
    public long offset() {
        return mapping.offset();
    }

    @Override
    public MapFlags flags() {
        return mapping.flags();
    }

    @Override
    public AddressSpace addressSpace() {
        return mapping.addressSpace();
    }

    @Override
    public void protect(long offset, long length, Protection protection) throws DdiException {
        mapping.protect(offset, length, protection);
    }

    @Override
    public void unmap(long offset, long length) throws DdiException {
        mapping.unmap(offset, length);
    }

    @Override
    public LockedRange lock(long offset, long length, AccessDirection rw) throws DdiException {
        return mapping.lock(offset, length, rw);
    }

    @Override
    public void close() {
        mapping.close();
    }

    @Override
    public String toString() {
        return mapping.toString();
    }
}
