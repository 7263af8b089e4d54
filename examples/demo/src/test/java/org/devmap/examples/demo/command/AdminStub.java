package org.devmap.examples.demo.command;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.devmap.dto.LimitSnapshot;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.ProviderSnapshot;
import org.devmap.dto.SystemSnapshot;
import org.devmap.embed.DevmapAdmin;

/**
 * A system with the memory of sim and ffm, and of the nexus cards one device that has a driver, and one whose driver
 * failed.
 */
final class AdminStub {

    static final String ATTACHED = "attached0";
    static final String FAULTED = "faulted0";

    private AdminStub() {
    }

    /** An operator's view that shows its state and can do nothing. */
    static DevmapAdmin admin() {
        return (DevmapAdmin) Proxy.newProxyInstance(AdminStub.class.getClassLoader(), new Class<?>[] {DevmapAdmin.class},
                (_, method, _) -> {
                    if (method.getName().equals("snapshot")) {
                        return snapshot();
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
    }

    private static SystemSnapshot snapshot() {
        return new SystemSnapshot(
                List.of(node(ATTACHED, NodeSnapshot.State.ATTACHED, Optional.empty()),
                        node(FAULTED, NodeSnapshot.State.FAULTED, Optional.of("ENXIO: no such card"))),
                List.of(),
                List.of(new ProviderSnapshot("sim", 10, true, 0, 0, 0), new ProviderSnapshot("ffm", 0, false, 0, 0, 0)),
                List.of(), List.of(), List.of(), List.of(), List.of(), new LimitSnapshot(-1, 0, Map.of()), Map.of());
    }

    private static NodeSnapshot node(String name, NodeSnapshot.State state, Optional<String> problem) {
        return new NodeSnapshot(name, List.of(), Optional.of("cards"), List.of(), Optional.empty(), state, problem, 0,
                0, List.of(), List.of(), 0, 0, 0);
    }
}
