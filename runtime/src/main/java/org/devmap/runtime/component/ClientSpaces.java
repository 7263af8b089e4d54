package org.devmap.runtime.component;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.devmap.DataModel;
import org.devmap.app.AddressSpace;
import org.devmap.app.AddressSpaces;
import org.devmap.runtime.process.Processes;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Address spaces of client bundles: each bundle has one of its own and may make more. They exit when the bundle has
 * stopped, never when it merely gives the service back.
 */
@Capability(namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.devmap.app.AddressSpace,org.devmap.app.AddressSpaces'",
                uses = AddressSpace.class)
final class ClientSpaces implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("org.devmap.runtime");

    private final BundleContext context;
    private final Processes spaces;
    private final Map<Long, Client> clients = new ConcurrentHashMap<>();
    private final List<ServiceRegistration<?>> services;
    private final SynchronousBundleListener exits = this::bundleChanged;

    ClientSpaces(BundleContext context, Processes spaces) {
        this.context = context;
        this.spaces = spaces;
        context.addBundleListener(exits);
        services = List.of(
                context.registerService(AddressSpace.class, new PerClient<AddressSpace>(Client::own), null),
                context.registerService(AddressSpaces.class, new PerClient<AddressSpaces>(client -> client), null));
    }

    /** What one bundle has. */
    private final class Client implements AddressSpaces {

        private final String name;
        /** Those that have exited, and all that were forked from them, are forgotten. */
        private final Set<AddressSpace> made =
                Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
        private AddressSpace own;
        private volatile boolean exited;

        private Client(String name) {
            this.name = name;
        }

        private synchronized AddressSpace own() {
            if (own == null) {
                own = create(name, DataModel.LP64);
            }
            return own;
        }

        @Override
        public AddressSpace create(String owner, DataModel model) {
            if (exited) {
                throw hasStopped();
            }
            AddressSpace space = spaces.create(owner, model);
            made.add(space);
            if (exited) {
                close(space);
                throw hasStopped();
            }
            return space;
        }

        private IllegalStateException hasStopped() {
            return new IllegalStateException("bundle " + name + " has stopped; it makes no address spaces any more");
        }

        /** Until no child is found that was forked before its parent had exited. */
        private void exit() {
            exited = true;
            Set<AddressSpace> ended = new HashSet<>();
            for (List<AddressSpace> left = leftBut(ended); !left.isEmpty(); left = leftBut(ended)) {
                left.forEach(this::close);
                ended.addAll(left);
            }
        }

        private List<AddressSpace> leftBut(Set<AddressSpace> ended) {
            return List.copyOf(made).stream().<AddressSpace>flatMap(space -> spaces.familyOf(space).stream())
                    .filter(space -> !ended.contains(space)).toList();
        }

        private void close(AddressSpace space) {
            try {
                space.close();
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.WARNING, "address space " + space.id() + " of " + name + " does not exit",
                        e);
            }
        }
    }

    private interface View<S> {
        S of(Client client);
    }

    private final class PerClient<S> implements ServiceFactory<S> {

        private final View<S> view;

        private PerClient(View<S> view) {
            this.view = view;
        }

        @Override
        public S getService(Bundle bundle, ServiceRegistration<S> registration) {
            return view.of(clients.computeIfAbsent(bundle.getBundleId(), id -> new Client(nameOf(bundle))));
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<S> registration, S service) {
            // The spaces live until the bundle has stopped.
        }
    }

    private static String nameOf(Bundle bundle) {
        return bundle.getSymbolicName() == null ? "bundle " + bundle.getBundleId() : bundle.getSymbolicName();
    }

    private void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPED) {
            Client client = clients.remove(event.getBundle().getBundleId());
            if (client != null) {
                client.exit();
            }
        }
    }

    @Override
    public void close() {
        services.forEach(ServiceRegistration::unregister);
        context.removeBundleListener(exits);
        clients.values().forEach(Client::exit);
    }
}
