package org.devmap.conformance.junit;

import org.devmap.conformance.Backend;

/** The simulated backend satisfies the statements. */
class SimBackendTest extends BackendContract {

    @Override
    protected Backend backend() {
        return Backend.hosting(named("sim"));
    }
}
