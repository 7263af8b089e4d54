package org.devmap.examples.edu.app;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.SystemSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.devmap.examples.demo.Unexpected;

/** Finds an edu device and waits for its driver, which is attached on a thread of its own. */
final class EduDevice {

    static final String SIMULATOR = "sim";

    private static final List<String> COMPATIBLE = List.of("pci1234,11e8", "edu");
    private static final Duration PAUSE = Duration.ofMillis(10);
    /** Real ones first. */
    private static final Comparator<NodeSnapshot> ORDER = Comparator
            .comparing((NodeSnapshot node) -> node.nexus().equals(Optional.of(SIMULATOR)))
            .thenComparing(NodeSnapshot::name);

    private EduDevice() {
    }

    /**
     * The device to use.
     *
     * @param admin whom to ask
     * @param backend whose device; empty, or who has no devices and hosts memory only, for any
     * @param patience how long to wait for device and driver
     * @return a node with a driver
     * @throws Unexpected if there is none, saying what there is
     */
    static NodeSnapshot await(DevmapAdmin admin, Optional<String> backend, Duration patience)
            throws Unexpected, InterruptedException {
        long start = System.nanoTime();
        for (;;) {
            Optional<NodeSnapshot> device = find(admin, backend);
            if (device.isPresent() && device.get().state() == NodeSnapshot.State.ATTACHED) {
                return device.get();
            }
            if (System.nanoTime() - start >= patience.toNanos()) {
                throw new Unexpected("expected a device compatible with %s%s within %d s, came %s".formatted(
                        String.join(" or ", COMPATIBLE), backend.map(name -> " of " + name).orElse(""),
                        patience.toSeconds(),
                        device.map(EduDevice::problem).orElse("none: is the bundle of its backend there?")));
            }
            Thread.sleep(PAUSE);
        }
    }

    private static Optional<NodeSnapshot> find(DevmapAdmin admin, Optional<String> backend) {
        SystemSnapshot now = admin.snapshot();
        boolean any = backend.isEmpty() || now.providers().stream().anyMatch(host -> host.name().equals(backend.get()))
                && now.nodes().stream().noneMatch(node -> node.nexus().equals(backend));
        return now.nodes().stream().filter(node -> node.compatible().stream().anyMatch(COMPATIBLE::contains))
                .filter(node -> any || node.nexus().equals(backend)).min(ORDER);
    }

    private static String problem(NodeSnapshot node) {
        return node.name() + ", " + node.state() + ": " + node.problem().orElse("is the bundle of its driver there?");
    }
}
