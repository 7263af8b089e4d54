package org.devmap.runtime.handle;

import org.devmap.driver.MappingCallbacks;
import org.devmap.driver.MmapEntry;
import org.devmap.runtime.memory.FrameSource;

/** The pages of a mapping whose driver is asked for each frame with mmap(9E): callbacks of the runtime's own. */
public interface AskedPages extends MappingCallbacks<Object>, FrameSource {

    /**
     * Another version of the driver answers from now on.
     *
     * @param entry its mmap(9E); null while there is nobody to ask, and no fault either
     */
    void ask(MmapEntry entry);
}
