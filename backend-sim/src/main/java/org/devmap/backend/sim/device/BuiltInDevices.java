package org.devmap.backend.sim.device;

import java.util.List;
import java.util.Map;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.sim.SimDevice;

/** The kinds of devices that come with the backend. */
public final class BuiltInDevices {

    /** The kinds, as configuration names them. */
    public static final List<String> KINDS = List.of(Framebuffer.COMPATIBLE, BankedContext.COMPATIBLE, "shared-page",
            Edu.COMPATIBLE, Uart.COMPATIBLE, DescribedDevice.KIND);

    private BuiltInDevices() {
    }

    /**
     * A device of a kind.
     *
     * @param settings what configuration says of it
     * @return to make it with; making it fails with EINVAL for an unknown kind or settings that do not fit
     */
    public static SimDevice of(DeviceSettings settings) {
        return (clock, executor) -> {
            try {
                return switch (settings.kind()) {
                    case Framebuffer.COMPATIBLE -> new Framebuffer(settings.name(), settings.width(), settings.height(),
                            settings.vramBytes()).create(clock);
                    case BankedContext.COMPATIBLE -> BankedContext.create(settings.name());
                    case "shared-page" -> new SimpleNode(settings.name(), "shared-page", List.of(), Map.of());
                    case Edu.COMPATIBLE -> Edu.create(settings.name(), clock);
                    case Uart.COMPATIBLE -> Uart.create(settings.name(), clock);
                    case DescribedDevice.KIND -> DescribedDevice.create(settings, clock);
                    default -> throw new IllegalArgumentException(settings.name() + ": kind \"" + settings.kind()
                            + "\" must be one of " + KINDS);
                };
            } catch (IllegalArgumentException wrong) {
                throw new DdiException(Errno.EINVAL, wrong.getMessage(), wrong);
            }
        };
    }
}
