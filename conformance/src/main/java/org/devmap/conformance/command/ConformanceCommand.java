package org.devmap.conformance.command;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.Nexus;
import org.devmap.embed.DevmapSystemFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The command {@code conformance}: runs the suite against a backend that is a service of the framework. */
@Component(service = Function.class, properties = "OSGI-INF/conformance.properties", property = {
    "devmap.command.example=devmap conformance --backend ffm",
    "devmap.command.example=devmap conformance --backend sim --section 3.11 --verbose",
    "devmap.command.example=devmap conformance --backend sim --statement S-037 --properties 10000"})
public final class ConformanceCommand implements Function<List<String>, Integer> {

    private final DevmapSystemFactory factory;
    private final List<MemoryProvider> providers = new CopyOnWriteArrayList<>();
    private final List<Nexus> nexuses = new CopyOnWriteArrayList<>();

    /**
     * The component.
     *
     * @param factory makes a system for each statement
     */
    @Activate
    public ConformanceCommand(@Reference DevmapSystemFactory factory) {
        this.factory = factory;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addProvider(MemoryProvider provider) {
        providers.add(provider);
    }

    void removeProvider(MemoryProvider provider) {
        providers.remove(provider);
    }

    /** Only one that this bundle has for itself: the framework has started the others. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, target = "(service.scope=bundle)")
    void addNexus(Nexus nexus) {
        nexuses.add(nexus);
    }

    void removeNexus(Nexus nexus) {
        nexuses.remove(nexus);
    }

    @Override
    public Integer apply(List<String> arguments) {
        Backends backends = new Backends(List.copyOf(providers), List.copyOf(nexuses));
        return new ConformanceRun(factory, backends, System.out, System.err).run(arguments);
    }
}
