package org.devmap.backend.sim.device;

import java.util.List;
import java.util.concurrent.Executor;
import org.devmap.DdiException;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.sim.SimDevice;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A built-in device for each configuration of the factory {@value #FACTORY_PID}. */
@Component(service = SimDevice.class, configurationPid = ConfiguredDevice.FACTORY_PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ConfiguredDevice.Config.class, factory = true)
public final class ConfiguredDevice implements SimDevice {

    /** The factory PID. */
    public static final String FACTORY_PID = "org.devmap.backend.sim.device";

    private final SimDevice device;

    /** Configuration of a device. */
    @ObjectClassDefinition(name = "devmap simulated device", description = "A device of one of the built-in kinds")
    public @interface Config {

        /**
         * The kind.
         *
         * @return framebuffer, context, shared-page, edu, uart or described
         */
        @AttributeDefinition(name = "Kind", description = "framebuffer, context, shared-page, edu, uart or described")
        String kind();

        /**
         * The name of the node. It takes the place of a default device of the same name.
         *
         * @return unique in the system
         */
        @AttributeDefinition(name = "Name", description = "Name of the node, unique in the system")
        String name();

        /**
         * Pixels of a row.
         *
         * @return at least 1
         */
        @AttributeDefinition(name = "Width", description = "Pixels of a row, framebuffer only", required = false)
        int width() default DeviceSettings.WIDTH;

        /**
         * Rows.
         *
         * @return at least 1
         */
        @AttributeDefinition(name = "Height", description = "Rows, framebuffer only", required = false)
        int height() default DeviceSettings.HEIGHT;

        /**
         * Size of the video memory.
         *
         * @return bytes, a page multiple that holds the picture
         */
        @AttributeDefinition(name = "Video memory", required = false,
                description = "Bytes, a multiple of 4096, framebuffer only")
        long vram() default DeviceSettings.VRAM_BYTES;

        /**
         * The file that describes the registers.
         *
         * @return CMSIS-SVD or our own form
         */
        @AttributeDefinition(name = "Description", required = false,
                description = "File that describes the registers, CMSIS-SVD or our own form, described only")
        String description() default "";

        /**
         * The peripherals to have, each a register set.
         *
         * @return their names, none for all
         */
        @AttributeDefinition(name = "Peripherals", required = false,
                description = "Names of the peripherals to have, each a register set; none for all, described only")
        String[] peripherals() default {};
    }

    /**
     * As a component.
     *
     * @param config the configuration
     */
    @Activate
    public ConfiguredDevice(Config config) {
        device = BuiltInDevices.of(new DeviceSettings(config.kind(), config.name(), config.width(), config.height(),
                config.vram(), config.description(), List.of(config.peripherals())));
    }

    @Override
    public DeviceNode create(DevmapClock clock, Executor executor) throws DdiException {
        return device.create(clock, executor);
    }
}
