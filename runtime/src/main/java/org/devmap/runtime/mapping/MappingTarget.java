package org.devmap.runtime.mapping;

import org.devmap.Credential;
import org.devmap.app.AddressSpace;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceInfo;
import org.devmap.runtime.handle.DeviceUse;
import org.devmap.runtime.handle.HandleDevice;
import org.devmap.runtime.handle.HandleServices;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.space.Space;

/**
 * Who maps what: an open device and the space it is mapped into.
 *
 * @param services what handles need
 * @param physicalAddresses where page frame numbers are looked up
 * @param space where to
 * @param process the same, as drivers see it
 * @param origins makes what the process knows its mappings by
 * @param credential who maps
 * @param device the device of the handles
 * @param info the device as its driver sees it
 * @param entryPoints the driver's
 * @param use keeps the device open
 * @param path the device's path
 * @param readable whether the file was opened for reading
 * @param writable whether the file was opened for writing
 */
public record MappingTarget(HandleServices services, AddressMap physicalAddresses, Space space, AddressSpace process,
                            OriginMaker origins, Credential credential, HandleDevice device, DeviceInfo info, CbOps entryPoints, DeviceUse use,
                            String path, boolean readable, boolean writable) {
}
