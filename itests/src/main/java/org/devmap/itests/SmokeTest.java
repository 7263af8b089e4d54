package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** The least that must hold in a framework where everything of ours is installed. */
class SmokeTest {

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    ServiceComponentRuntime components;

    @Test
    void noComponentOfOursFailsToActivate() {
        Bundle[] ours = DevmapBundles.installedIn(context).toArray(Bundle[]::new);
        assertThat(components.getComponentDescriptionDTOs(ours).stream()
                .map(components::getComponentConfigurationDTOs)
                .flatMap(Collection::stream)
                .filter(configuration -> configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                .map(configuration -> configuration.description.name + ": " + configuration.failure))
                .isEmpty();
    }
}
