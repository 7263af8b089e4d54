package org.devmap.runtime.device;

import java.util.List;
import org.devmap.runtime.handle.Segment;

/** The mappings of a device in all processes, as those need them who attach and exchange drivers. */
public interface NodeMappings {

    /**
     * All that are not dead. Nobody is kept from making others: whoever wants them all closes the device first.
     *
     * @param node the device
     * @return their segments
     */
    List<Segment> of(Node node);

    /**
     * Ends every mapping of a device whose driver leaves, unmap callbacks included.
     *
     * @param node the device
     */
    void kill(Node node);

    /**
     * Ends one mapping, unmap callbacks included. The device is closed, or a part might be split off that this does not
     * know.
     *
     * @param segment the mapping
     */
    void kill(Segment segment);
}
