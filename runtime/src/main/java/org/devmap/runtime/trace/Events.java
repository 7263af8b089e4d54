package org.devmap.runtime.trace;

import jdk.jfr.Label;
import jdk.jfr.Name;

/** The events themselves. Loaded only where the recorder is. */
final class Events {

    private Events() {
    }

    /** Null if nobody records this kind. */
    static DeviceEvent begin(Occurrence what) {
        DeviceEvent event = switch (what) {
            case MMAP -> new Mmap();
            case MUNMAP -> new Munmap();
            case FAULT -> new Fault();
            case CONTEXT_SWITCH -> new ContextSwitch();
            case LOAD -> new Load();
            case UNLOAD -> new Unload();
            case REMAP -> new Remap();
            case SWAP -> new Swap();
            case REFUSED -> new Refused();
        };
        if (!event.isEnabled()) {
            return null;
        }
        event.begin();
        return event;
    }

    @Name("devmap.Mmap")
    @Label("mmap")
    static final class Mmap extends DeviceEvent {
    }

    @Name("devmap.Munmap")
    @Label("munmap")
    static final class Munmap extends DeviceEvent {
    }

    @Name("devmap.Fault")
    @Label("Fault")
    static final class Fault extends DeviceEvent {
    }

    @Name("devmap.ContextSwitch")
    @Label("Context Switch")
    static final class ContextSwitch extends DeviceEvent {
    }

    @Name("devmap.Load")
    @Label("Load")
    static final class Load extends DeviceEvent {
    }

    @Name("devmap.Unload")
    @Label("Unload")
    static final class Unload extends DeviceEvent {
    }

    @Name("devmap.Remap")
    @Label("Remap")
    static final class Remap extends DeviceEvent {
    }

    @Name("devmap.Swap")
    @Label("Swap")
    static final class Swap extends DeviceEvent {
    }

    @Name("devmap.Refused")
    @Label("Refused Access")
    static final class Refused extends DeviceEvent {
    }
}
