package org.devmap.examples.demo.command;

import java.time.Duration;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.devmap.examples.demo.Unexpected;

/**
 * Waits until a driver is attached to a device. Drivers are attached on threads of their own, so that right after a start
 * they may not be yet.
 */
final class Readiness {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final DevmapAdmin admin;
    private final Duration patience;

    Readiness(DevmapAdmin admin, Duration patience) {
        this.admin = admin;
        this.patience = patience;
    }

    void awaitAttached(String device) throws Unexpected, InterruptedException {
        long start = System.nanoTime();
        while (!isAttached(device)) {
            if (System.nanoTime() - start >= patience.toNanos()) {
                throw new Unexpected("device %s: expected a driver within %d s, came %s"
                        .formatted(device, patience.toSeconds(), problem(device)));
            }
            Thread.sleep(PAUSE);
        }
    }

    private boolean isAttached(String device) {
        return admin.snapshot().node(device).filter(node -> node.state() == NodeSnapshot.State.ATTACHED).isPresent();
    }

    private String problem(String device) {
        return admin.snapshot().node(device)
                .map(node -> node.state() + ": " + node.problem().orElse("is the bundle of its driver there?"))
                .orElse("no such device: is the bundle of its backend there?");
    }
}
