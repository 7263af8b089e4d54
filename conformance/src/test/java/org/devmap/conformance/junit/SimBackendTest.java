package org.devmap.conformance.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.devmap.backend.sim.SimProvider;
import org.devmap.conformance.Backend;
import org.junit.jupiter.api.AfterAll;

/** The simulated backend satisfies the statements. */
class SimBackendTest extends BackendContract {

    private final SimProvider provider = (SimProvider) named("sim");
    private final Ledger memory = new Ledger(provider);

    @Override
    protected Backend backend() {
        return Backend.hosting(memory);
    }

    @AfterAll
    void theSuiteRanOnItAndGaveEverythingBack() {
        assertThat(memory.handedOut()).as("pieces handed out").hasPositiveValue();
        assertThat(memory.returned()).as("pieces given back").hasValue(memory.handedOut().get());
        assertThat(provider.inUse()).as("bytes").isZero();
    }
}
