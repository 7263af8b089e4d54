package org.devmap.runtime.component;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of the runtime, PID {@code org.devmap.runtime}. */
@ObjectClassDefinition(name = "devmap runtime",
        description = "Device drivers as bundles, device memory mapped into applications")
@interface RuntimeSettings {

    /** Name of the memory provider for new memory. */
    @AttributeDefinition(name = "Memory provider",
            description = "Name of the provider that hosts new memory, for example sim or ffm. Empty: the framework"
                    + " property devmap.backend, else the provider with the highest ranking")
    String provider() default "";

    /** Locked memory of a client. */
    @AttributeDefinition(name = "project.max-locked-memory",
            description = "Bytes that drivers may lock for one client bundle; -1 for unlimited")
    long project_max_locked_memory() default -1;

    /** Locked memory of all clients. */
    @AttributeDefinition(name = "zone.max-locked-memory",
            description = "Bytes that drivers may lock in the whole framework; -1 for unlimited")
    long zone_max_locked_memory() default -1;

    /** How long applications wait for a driver that is exchanged. */
    @AttributeDefinition(name = "Grace period",
            description = "Milliseconds that applications wait for the next version of a driver that hands over its"
                    + " mappings; 0: drivers do not hand over")
    long grace_millis() default 10_000;

    /** How long exits are waited for. */
    @AttributeDefinition(name = "Exit deadline",
            description = "Milliseconds that the exit of a client and the stop of a nexus are waited for; what is "
                    + "late goes on by itself, and a client is shown as a zombie")
    long exit_deadline_millis() default 30_000;

    /** How long a locked range may be held. */
    @AttributeDefinition(name = "Lock deadline",
            description = "Milliseconds that an application may keep pages locked, after which they are unlocked "
                    + "and the client is reported; 0 for as long as it likes")
    long lock_deadline_millis() default 0;

    /** What becomes of mappings of a device that goes. */
    @AttributeDefinition(name = "Removal policy",
            description = "What becomes of live mappings when a device goes and no other nexus has it: error, "
                    + "all-ones, trash or wait; NODE=POLICY for one device, NODE:MINOR=POLICY for what is mapped of "
                    + "one of its minor nodes. Those other than error need a driver that can be suspended; all-ones "
                    + "and trash cannot be mixed in one device")
    String[] removal_policy() default {"error"};

    /** Checks of section 2.27. */
    @AttributeDefinition(name = "Checked",
            description = "Whether calls from a forbidden context panic")
    boolean checked() default true;

    /** When live memory moves. */
    @AttributeDefinition(name = "swap.policy",
            description = "Memory that is in use stays with its provider while that is there, or moves to the "
                    + "provider that hosts new memory",
            options = {@Option(label = "stay", value = "stay"),
                    @Option(label = "follow-ranking", value = "follow-ranking")})
    String swap_policy() default "stay";
}
