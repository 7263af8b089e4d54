package org.devmap.shell;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.Mapping;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;

/**
 * The simulated devices: {@code framebuffer0} with a driver, {@code context0} whose driver fails to attach, and
 * {@code shared-page0} and {@code edu0} without one. The application {@code org.example.ui} uses the screen.
 */
final class ExampleSystem implements AutoCloseable {

    final DevmapSystem system = DevmapSystem.create(
            SystemConfiguration.builder().clock(new ManualClock()).onlineCpus(2).discoverBackends()
                    .diagnostics(line -> { }).build());
    final ScreenDriver screen = new ScreenDriver();
    final DeviceCommands devices = new DeviceCommands(system);
    final MemoryCommands memory = new MemoryCommands(system);
    final RegisterCommands registers = new RegisterCommands(system);
    final AdministrationCommands administration = new AdministrationCommands(system);
    final SwapCommand swap = new SwapCommand(system);

    /** As a fresh system: nothing is mapped. */
    static ExampleSystem idle() {
        ExampleSystem example = new ExampleSystem();
        example.system.registerDriver(example.screen, "framebuffer");
        example.system.registerDriver(new FailingDriver(), "context");
        return example;
    }

    /** With an application that has screen and cursor mapped, and touched a quarter of the screen and a page more. */
    static ExampleSystem busy() throws DdiException {
        ExampleSystem example = idle();
        AddressSpace ui = example.system.spaces().create("org.example.ui");
        Mapping screen = map(ui, "screen", 4 << 20, Protection.READ_WRITE);
        for (long page = 0; page < 257; page++) {
            screen.setInt(page * Pages.SIZE, 1);
        }
        map(ui, "cursor", Pages.SIZE, Protection.READ);
        return example;
    }

    static Mapping map(AddressSpace space, String minor, long length, Protection protection) throws DdiException {
        return space.open("/devices/framebuffer0:" + minor, OpenFlags.READ_WRITE).map(0, length, protection, MapFlags.SHARED);
    }

    @Override
    public void close() {
        system.close();
    }

    /** Never finds what it looks for. */
    private static final class FailingDriver implements DeviceDriver {

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().build();
        }

        @Override
        public void attach(DeviceInfo device) throws DdiException {
            throw new DdiException(Errno.ENXIO, "no such card\nin any slot");
        }

        @Override
        public void detach(DeviceInfo device) {
        }
    }
}
