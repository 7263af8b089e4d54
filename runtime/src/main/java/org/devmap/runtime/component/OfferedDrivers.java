package org.devmap.runtime.component;

import java.util.IdentityHashMap;
import java.util.Map;
import org.devmap.driver.DeviceDriver;
import org.devmap.embed.DevmapSystem;

/**
 * The drivers of the whiteboard. One whose name is taken has its turn when another driver has left: services come in
 * any order. No lock is held while the system attaches or detaches.
 */
final class OfferedDrivers {

    private static final System.Logger LOG = System.getLogger("org.devmap.runtime");

    /** A driver service; its registration is null as long as the system refuses it. */
    private static final class Offer {
        private final DeviceDriver driver;
        private final String[] names;
        private DevmapSystem.Registration registration;
        private boolean withdrawn;

        private Offer(DeviceDriver driver, String[] names) {
            this.driver = driver;
            this.names = names;
        }
    }

    private final DevmapSystem system;
    /** By identity: a replacement may come before the old one leaves. */
    private final Map<DeviceDriver, Offer> offers = new IdentityHashMap<>();

    OfferedDrivers(DevmapSystem system) {
        this.system = system;
    }

    void add(DeviceDriver driver, String... names) {
        Offer offer = new Offer(driver, names);
        synchronized (offers) {
            offers.put(driver, offer);
        }
        register(offer);
    }

    void remove(DeviceDriver driver) {
        DevmapSystem.Registration registration;
        synchronized (offers) {
            Offer offer = offers.remove(driver);
            if (offer == null) {
                return;
            }
            offer.withdrawn = true;
            registration = offer.registration;
        }
        if (registration != null) {
            release(registration);
        }
    }

    private void release(DevmapSystem.Registration registration) {
        registration.close();
        refused().forEach(this::register);
    }

    private Iterable<Offer> refused() {
        synchronized (offers) {
            return offers.values().stream().filter(offer -> offer.registration == null).toList();
        }
    }

    /**
     * Whoever leaves while this one is refused asks again for it, as it is among the offers; a second registration is
     * refused.
     */
    private void register(Offer offer) {
        DevmapSystem.Registration registration;
        try {
            registration = system.registerDriver(offer.driver, offer.names);
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, e.getMessage());
            return;
        } catch (RuntimeException | Error e) {
            // Whoever has just left, and the offers after this one, have nothing to do with it.
            LOG.log(System.Logger.Level.WARNING, "driver " + offer.driver.getClass().getName()
                    + " cannot be registered", e);
            return;
        }
        synchronized (offers) {
            if (!offer.withdrawn) {
                offer.registration = registration;
                return;
            }
        }
        release(registration);
    }
}
