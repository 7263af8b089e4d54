package org.devmap.conformance.port;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a ported driver's scenario came to.
 *
 * @param driver the driver
 * @param skipped why it was skipped: the backend declares to lack what it needs; empty otherwise
 * @param failure why it failed; empty otherwise
 */
public record PortResult(PortedDriver driver, Optional<String> skipped, Optional<Throwable> failure) {

    /**
     * The result in full.
     *
     * @return the lines
     */
    public List<String> details() {
        List<String> lines = new ArrayList<>();
        lines.add("%s %s".formatted(failure.isPresent() ? "failed" : skipped.isPresent() ? "skipped" : "passed", driver));
        skipped.ifPresent(reason -> lines.add("    reason:   " + reason));
        failure.ifPresent(cause -> {
            lines.add("    failed:   " + cause);
            for (StackTraceElement frame : cause.getStackTrace()) {
                if (frame.getClassName().endsWith("Port")) {
                    lines.add("    at        " + frame);
                    break;
                }
            }
        });
        return lines;
    }
}
