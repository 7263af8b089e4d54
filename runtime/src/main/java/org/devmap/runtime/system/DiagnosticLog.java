package org.devmap.runtime.system;

import java.util.function.Consumer;

/** Where diagnostics go if nobody listens. Log lines name this class as their source. */
final class DiagnosticLog implements Consumer<String> {

    private static final System.Logger LOG = System.getLogger("org.devmap.runtime");

    @Override
    public void accept(String line) {
        LOG.log(System.Logger.Level.WARNING, line);
    }
}
