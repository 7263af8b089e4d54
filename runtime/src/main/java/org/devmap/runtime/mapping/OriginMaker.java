package org.devmap.runtime.mapping;

import org.devmap.runtime.handle.Origin;

/** Makes that by which a process knows what one mmap created. */
@FunctionalInterface
public interface OriginMaker {

    /**
     * Makes it.
     *
     * @param target who maps what
     * @param request what was asked for
     * @param address the first address
     * @param length bytes
     * @param drvRange what drv_munmap must name; null for any other mapping
     * @return the origin of the segments that are going to be there
     */
    Origin make(MappingTarget target, MapRequest request, long address, long length, Origin.DrvRange drvRange);
}
