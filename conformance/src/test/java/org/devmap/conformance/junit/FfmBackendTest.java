package org.devmap.conformance.junit;

import org.devmap.conformance.Backend;

/** The foreign-memory backend satisfies the statements. */
class FfmBackendTest extends BackendContract {

    @Override
    protected Backend backend() {
        return Backend.hosting(named("ffm"));
    }
}
