package org.devmap.itests;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.devmap.dto.CookieSnapshot;
import org.devmap.dto.MemorySnapshot;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.SystemSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

/**
 * How much there is of everything that bundles could leave behind. Memory that goes only with the collector is none of ours;
 * that of the devices, drivers and applications is.
 */
record Inventory(Map<String, Long> services, Map<String, Long> threads, Map<String, Long> spaces, Map<String, Long> cookies,
                 Map<String, Long> memory, Map<String, Long> nodes) {

    /** Each piece of the runtime's work has a thread of its own, which ends with it. */
    private static final String AT_WORK = "devmap-device-N";

    static Inventory take(BundleContext context, DevmapAdmin admin) {
        SystemSnapshot snapshot = admin.snapshot();
        return new Inventory(registered(context), running(),
                counted(snapshot.spaces(), space -> space.owner() + " with " + space.segments().size() + " mappings"),
                counted(snapshot.cookies(), CookieSnapshot::owner),
                counted(snapshot.memory(), MemorySnapshot::purpose),
                counted(snapshot.nodes(), node -> node.name() + " " + node.state() + ", " + node.opens() + " opens"));
    }

    private static Map<String, Long> registered(BundleContext context) {
        try {
            return counted(Arrays.stream(context.getAllServiceReferences(null, null))
                    .map(reference -> String.join(",", (String[]) reference.getProperty("objectClass")))
                    .filter(name -> name.contains("devmap")));
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Long> running() {
        return counted(Thread.getAllStackTraces().keySet().stream().map(thread -> thread.getName().replaceAll("\\d+", "N"))
                .filter(name -> name.startsWith("devmap")));
    }

    private static <T> Map<String, Long> counted(Collection<T> things, Function<T, String> name) {
        return counted(things.stream().map(name));
    }

    private static Map<String, Long> counted(Stream<String> names) {
        return names.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    /** Whether nothing is under way that could change it; what was begun before may still be. */
    boolean isAtRest() {
        return !threads.containsKey(AT_WORK)
                && nodes.keySet().stream().allMatch(node -> node.contains(" " + NodeSnapshot.State.ATTACHED + ","));
    }
}
