package org.devmap.examples.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.devmap.DdiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of an attach that failed: nothing, because detach is not called. */
class FailedAttachTest {

    private final RecordingDevice device = new RecordingDevice();
    private final ContextDriver driver = new ContextDriver();

    @ParameterizedTest
    @ValueSource(strings = {"map 1", "map 2", "SELECT", "SWITCHES", "createMinorNode"})
    void whateverStepFailsNoRegistersStayMappedAndTheNextAttachSucceeds(String step) {
        device.failing = step;
        assertThatThrownBy(() -> driver.attach(device.info())).isInstanceOf(DdiException.class);
        assertThat(device.mapped).isEmpty();
        device.failing = "";
        assertThatNoException().isThrownBy(() -> driver.attach(device.info()));
    }

    @Test
    void detachUnmapsTheRegistersOfAnAttachThatSucceeded() throws DdiException {
        driver.attach(device.info());
        assertThat(device.mapped).containsExactlyInAnyOrder(1, 2);
        driver.detach(device.info());
        assertThat(device.mapped).isEmpty();
    }
}
