package org.devmap.backend.sim.order;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.sim.fault.FaultDesk;
import org.devmap.backend.sim.fault.Faults.Injection;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * A fault for each configuration of the factory {@value #FACTORY_PID}, in effect before a driver sees the device, and ended with
 * its configuration. An order that is wrong is reported and left out.
 */
@Component(service = { }, immediate = true, configurationPid = ConfiguredFault.FACTORY_PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ConfiguredFault.Config.class, factory = true)
public final class ConfiguredFault {

    /** The factory PID. */
    public static final String FACTORY_PID = "org.devmap.backend.sim.fault";

    private static final System.Logger LOG = System.getLogger(ConfiguredFault.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final FaultDesk desk;
    private final Config config;
    private Runnable forget = () -> { };
    private Optional<Injection> injection = Optional.empty();
    private boolean ended;

    /** Configuration of a fault. */
    @ObjectClassDefinition(name = "devmap simulated fault", description = "Something that goes wrong with a simulated device")
    public @interface Config {

        /**
         * The device.
         *
         * @return name of its node, or sim for the memory provider
         */
        @AttributeDefinition(name = "Device", description = "Name of its node, or sim for the memory provider")
        String device();

        /**
         * What goes wrong.
         *
         * @return in the words of the command {@code fault}
         */
        @AttributeDefinition(name = "Fault",
                description = "What goes wrong and how often, for example: bus-error CONTROL probability 0.01 seed 42")
        String fault();
    }

    /**
     * As a component.
     *
     * @param config the configuration
     * @param desk where faults are ordered
     */
    @Activate
    public ConfiguredFault(Config config, @Reference FaultDesk desk) {
        this.config = config;
        this.desk = desk;
        try {
            FaultOrder order = FaultOrder.parse(config.device(), List.of(config.fault().strip().split("\\s+")));
            if (config.device().equals(FaultOrder.PROVIDER)) {
                inject(order, Optional.empty());
            } else {
                forget = desk.await(config.device(), device -> inject(order, Optional.of(device)));
            }
        } catch (IllegalArgumentException wrong) {
            report(wrong);
        }
    }

    private void inject(FaultOrder order, Optional<DeviceNode> device) {
        lock.lock();
        try {
            if (!ended) {
                injection = Optional.of(order.inject(desk, device));
            }
        } catch (IllegalArgumentException wrong) {
            report(wrong);
        } finally {
            lock.unlock();
        }
    }

    private void report(IllegalArgumentException wrong) {
        LOG.log(Level.ERROR, "configured fault \"" + config.device() + " " + config.fault() + "\" is left out: "
                + wrong.getMessage());
    }

    /** The configuration has gone. */
    @Deactivate
    void end() {
        lock.lock();
        try {
            ended = true;
            injection.ifPresent(Injection::close);
        } finally {
            lock.unlock();
        }
        forget.run();
    }
}
