package org.devmap.backend.sim.record;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Records accesses to the registers of simulated devices. A service in a framework. Thread-safe. */
@ProviderType
public interface Recordings {

    /**
     * Writes every access from now on to a file.
     *
     * @param node the name of the device's node, which may come later
     * @param file the file, overwritten if it exists
     * @return to end it with: closing completes the file
     * @throws IOException if the file cannot be written, or the node is being recorded already, or another one to this file
     */
    Closeable record(String node, Path file) throws IOException;
}
