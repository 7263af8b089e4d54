package org.devmap.runtime.nexus;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.backend.MemoryRequest;
import org.devmap.backend.RegisterSet;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.memory.MemoryProviders;
import org.devmap.runtime.memory.NexusSet;

/** Makes what is behind the register sets of a node: frames of its nexus, or memory of a provider. */
record SetFrames(String node, MemoryProviders providers) {

    /** New ones; DDI_ME_NORESOURCES if memory cannot be had. */
    FrameSource of(RegisterSet set) throws DdiException {
        return switch (set) {
            case RegisterSet.Hosted hosted -> host(hosted);
            case RegisterSet.Fixed fixed -> new NexusSet(fixed);
            case RegisterSet.Modelled modelled -> new NexusSet(modelled);
        };
    }

    private HostedMemory host(RegisterSet.Hosted set) throws DdiException {
        try {
            return providers.allocate(MemoryRequest.of(Pages.roundUp(set.size()), "register set " + set.name() + " of " + node),
                    false);
        } catch (DdiException e) {
            throw new DdiException(Errno.DDI_ME_NORESOURCES, "no memory for register set " + set.name() + " of " + node, e);
        }
    }
}
