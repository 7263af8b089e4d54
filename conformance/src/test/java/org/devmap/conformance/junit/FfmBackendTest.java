package org.devmap.conformance.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.devmap.backend.ffm.FfmProvider;
import org.devmap.conformance.Backend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The foreign-memory backend satisfies the statements. */
class FfmBackendTest extends BackendContract {

    private final FfmProvider provider = (FfmProvider) named("ffm");
    private final Ledger memory = new Ledger(provider);

    @Override
    protected Backend backend() {
        return Backend.hosting(memory);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsTestedIsMemoryOfTheSystemAndNotThePlainArenasInItsPlace() {
        assertThat(provider.isNative()).isTrue();
    }

    @AfterAll
    void theSuiteRanOnItAndLeftNothingLockedDown() {
        assertThat(memory.handedOut()).as("pieces handed out").hasPositiveValue();
        assertThat(memory.returned()).as("pieces given back").hasValue(memory.handedOut().get());
        assertThat(provider.lockedBytes()).isZero();
    }
}
