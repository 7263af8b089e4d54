package org.devmap.runtime.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.devmap.embed.RemovalPolicy;
import org.devmap.embed.SystemConfiguration;
import org.devmap.embed.SystemConfigurationBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemovalEntriesTest {

    private final List<String> slips = new ArrayList<>();

    private SystemConfiguration read(String... entries) {
        SystemConfigurationBuilder configuration = SystemConfiguration.builder();
        new RemovalEntries(entries, slips::add).addTo(configuration);
        return configuration.build();
    }

    @Test
    void aPolicyIsOfAllDevicesOfOneOrOfOneMinorNode() {
        SystemConfiguration read = read("trash", " gate0 = all-ones", "gate0:control=error", "gate0:log = wait");
        assertThat(slips).isEmpty();
        assertThat(read.removalPolicy("other")).isEqualTo(RemovalPolicy.TRASH);
        assertThat(read.removalPolicy("other", "log")).isEqualTo(RemovalPolicy.TRASH);
        assertThat(read.removalPolicy("gate0")).isEqualTo(RemovalPolicy.ALL_ONES);
        assertThat(read.removalPolicy("gate0", "0")).isEqualTo(RemovalPolicy.ALL_ONES);
        assertThat(read.removalPolicy("gate0", "control")).isEqualTo(RemovalPolicy.ERROR);
        assertThat(read.removalPolicy("gate0", "log")).isEqualTo(RemovalPolicy.WAIT);
    }

    @Test
    void anUnknownWordCountsAsError() {
        SystemConfiguration read = read("wait", "gate0:log=wiat");
        assertThat(read.removalPolicy("gate0", "log")).isEqualTo(RemovalPolicy.ERROR);
        assertThat(read.removalPolicy("gate0")).isEqualTo(RemovalPolicy.WAIT);
        assertThat(slips).singleElement().satisfies(slip -> assertThat(slip).contains("'wiat'", "counts as error"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=all-ones", "gate0:=all-ones", ":log=all-ones", "gate0:a:b=all-ones", 
        "gate0: log=all-ones", "/devices/gate0:log=all-ones"})
    void whatNamesNothingIsLeftOut(String entry) {
        SystemConfiguration read = read("wait", entry);
        assertThat(read.removalPolicy("gate0", "log")).isEqualTo(RemovalPolicy.WAIT);
        assertThat(slips).singleElement().satisfies(slip -> assertThat(slip).contains("'" + entry + "'", "left out"));
    }

    @Test
    void entriesThatContradictEachOtherAreErrorAndAreToldOnce() {
        SystemConfiguration read = read("wait", "gate0=trash", "gate0:log=all-ones");
        assertThat(slips).singleElement().satisfies(slip ->
                assertThat(slip).contains("gate0=TRASH", "gate0:log=ALL_ONES", "counts as error"));
        assertThat(read.removalPolicy("gate0", "log")).isEqualTo(RemovalPolicy.ERROR);
        assertThat(read.removalPolicy("other")).isEqualTo(RemovalPolicy.ERROR);
    }
}
