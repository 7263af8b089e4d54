package org.devmap.backend.sim.command;

import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.Descriptor;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.sim.fault.FaultDesk;
import org.devmap.backend.sim.fault.Faults.Injection;
import org.devmap.backend.sim.layout.Table;
import org.devmap.backend.sim.order.FaultOrder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Faults of simulated devices. Thread-safe. */
@Component(service = FaultCommands.class, property = {
    "osgi.command.scope=devmap",
    "osgi.command.function=faults",
    "osgi.command.function=fault",
    "osgi.command.function=unfault"})
public final class FaultCommands {

    private static final String ALL = "all";

    private final FaultDesk desk;

    /**
     * As a component.
     *
     * @param desk where faults are ordered
     */
    @Activate
    public FaultCommands(@Reference FaultDesk desk) {
        this.desk = desk;
    }

    /**
     * {@code faults}.
     *
     * @param words none
     * @return a line for each fault in effect
     */
    @Descriptor("""
            the faults in effect, and how often they have hit
               example: faults""")
    public String faults(@Descriptor("no arguments") String... words) {
        Words.checked("faults", 0, 0, words);
        Table table = new Table().right("NUMBER").left("DEVICE", "FAULT", "WHEN").right("HITS");
        for (Injection injection : desk.active()) {
            table.row(injection.number(), device(injection), FaultOrder.fault(desk, injection),
                    FaultOrder.when(injection.when()), injection.hits());
        }
        return table.isEmpty() ? "no faults" : table.toString();
    }

    /**
     * {@code fault DEVICE FAULT [WHEN]}.
     *
     * @param typed a device, what goes wrong, how often
     * @return the fault and its number
     */
    @Descriptor("""
            lets a simulated device fail from now on
               FAULT: stuck PLACE VALUE [BITS]   bits read as in VALUE whatever is written; of BITS only, if given
                      bus-error PLACE            accesses end with EIO
                      slow PLACE TIME            accesses take time: 500ns, 20us, 5ms, 1s
                      hang PLACE TIME            accesses end with ETIMEDOUT, after a time
                      removed                    pulled out: reads answer all ones, writes vanish, interrupts are gone
                      lost-interrupt NUMBER      interrupts do not arrive
                      spurious-interrupt NUMBER  an interrupt arrives that nobody raised, at once
                      out-of-memory              the memory provider has none; its device is 'sim'
               PLACE: REGISTER, REGISTER.FIELD (of stuck), SET, or SET:OFFSET[/BYTES]
               WHEN:  once, times N, probability P [seed S] [times N]; else each time
               examples: fault context0 stuck STATUS.READY 0
                         fault context0 bus-error window probability 0.01 seed 42
                         fault context0 hang control:0x8/4 100ms once
                         fault context0 removed
                         fault edu0 lost-interrupt 0 once
                         fault sim out-of-memory times 3""")
    public String fault(@Descriptor("DEVICE FAULT [WHEN]: a simulated device, what goes wrong, how often") String... typed) {
        List<String> words = Words.joined(typed);
        if (words.isEmpty()) {
            throw new CommandFailure("DEVICE is missing; usage: fault DEVICE FAULT [WHEN]; see 'help devmap:fault'");
        }
        String name = words.getFirst();
        Optional<DeviceNode> device = Optional.ofNullable(desk.devices().get(name));
        if (device.isEmpty() && !name.equals(FaultOrder.PROVIDER)) {
            throw new CommandFailure("DEVICE '" + name + "': no such simulated device; there are "
                    + Words.names(List.copyOf(desk.devices().keySet())) + ", and " + FaultOrder.PROVIDER
                    + " for the memory provider");
        }
        try {
            Injection injection = FaultOrder.parse(name, words.subList(1, words.size())).inject(desk, device);
            boolean over = !desk.active().contains(injection);
            return device(injection) + " " + FaultOrder.fault(desk, injection)
                    + (over ? ": done" : ", " + FaultOrder.when(injection.when()) + ": fault " + injection.number());
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(wrong.getMessage() + "; see 'help devmap:fault'", wrong);
        }
    }

    /**
     * {@code unfault NUMBER|DEVICE|all}.
     *
     * @param words which faults
     * @return how many have ended
     */
    @Descriptor("""
            ends faults; what a device that was removed told of its interrupts stays so until its driver attaches anew
               examples: unfault 1
                         unfault context0
                         unfault all""")
    public String unfault(@Descriptor("NUMBER|DEVICE|all: as 'faults' shows them") String... words) {
        String which = Words.checked("unfault NUMBER|DEVICE|all", 1, 1, words).getFirst();
        List<Injection> ended = desk.active().stream().filter(injection -> which.equals(ALL) || which.equals(device(injection))
                || which.equals(String.valueOf(injection.number()))).toList();
        if (ended.isEmpty() && !which.equals(ALL)) {
            throw new CommandFailure("'" + which + "' is no number and no device that 'faults' shows, nor 'all'");
        }
        ended.forEach(Injection::close);
        return Words.counted(ended.size(), "fault") + " ended";
    }

    private static String device(Injection injection) {
        return injection.node().isEmpty() ? FaultOrder.PROVIDER : injection.node();
    }
}
