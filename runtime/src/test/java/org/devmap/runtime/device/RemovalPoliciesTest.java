package org.devmap.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.devmap.embed.RemovalPolicy;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.Test;

/** Which policy is that of a path. */
class RemovalPoliciesTest {

    private final RemovalPolicies policies = new RemovalPolicies(SystemConfiguration.builder()
            .removalPolicy("card0", RemovalPolicy.WAIT).removalPolicy("card0", "log", RemovalPolicy.ERROR)
            .removalPolicy("card", "log", RemovalPolicy.TRASH).build());

    @Test
    void aMinorNodeWithoutAPolicyHasTheDevices() {
        assertThat(policies.of("card0", "/devices/card0:log")).isEqualTo(RemovalPolicy.ERROR);
        assertThat(policies.of("card0", "/devices/card0:control")).isEqualTo(RemovalPolicy.WAIT);
        assertThat(policies.of("card1", "/devices/card1:log")).isEqualTo(RemovalPolicy.ERROR);
    }

    /** The driver of the one has answered with a number of the other. */
    @Test
    void aPathOfAnotherDeviceIsNoMinorNodeOfTheOneThatGoes() {
        assertThat(policies.of("card0", "/devices/card:log")).isEqualTo(RemovalPolicy.WAIT);
        assertThat(policies.of("card", "/devices/card0:log")).isEqualTo(RemovalPolicy.ERROR);
    }

    @Test
    void aDeviceHasThePoliciesOfItsMinorNodesAndItsOwn() {
        List<String> paths = List.of("/devices/card0:log", "/devices/card0:control");
        assertThat(policies.among("card0", paths)).containsExactlyInAnyOrder(RemovalPolicy.WAIT, RemovalPolicy.ERROR);
        assertThat(policies.among("card", List.of())).containsExactly(RemovalPolicy.ERROR);
        assertThat(policies.describe("card0", paths)).isEqualTo("WAIT but {/devices/card0:log=ERROR}");
        assertThat(policies.describe("card0", List.of())).isEqualTo("WAIT");
    }
}
