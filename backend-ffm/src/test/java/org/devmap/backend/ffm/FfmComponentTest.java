package org.devmap.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.OptionalLong;
import org.devmap.backend.MemoryProvider;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The thin shell: what it registers, and what a change of configuration does. */
class FfmComponentTest {

    private MemoryProvider registered;
    private Dictionary<?, ?> properties;

    private record Fixed(long locked_limit, boolean pageable_when_refused, int service_ranking)
            implements FfmComponent.Configuration {

        @Override
        public Class<? extends Annotation> annotationType() {
            return FfmComponent.Configuration.class;
        }
    }

    private <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
            switch (method.getName()) {
                case "registerService" -> {
                    assertThat(arguments[0]).isEqualTo(MemoryProvider.class);
                    registered = (MemoryProvider) arguments[1];
                    properties = (Dictionary<?, ?>) arguments[2];
                    return proxy(ServiceRegistration.class);
                }
                case "setProperties" -> properties = (Dictionary<?, ?>) arguments[0];
                case "unregister" -> registered = null;
                default -> throw new UnsupportedOperationException(method.toString());
            }
            return null;
        }));
    }

    @Test
    void realMemoryRanksAboveTheSimulatedBackend() {
        FfmComponent component = new FfmComponent(proxy(BundleContext.class), new Fixed(-1, false, 10));

        assertThat(registered.name()).isEqualTo("ffm");
        assertThat(properties.get("devmap.backend")).isEqualTo("ffm");
        assertThat(properties.get("service.ranking")).isEqualTo(10);
        component.deactivate();
        assertThat(registered).isNull();
    }

    @Test
    void aChangeOfConfigurationKeepsTheProvider() {
        FfmComponent component = new FfmComponent(proxy(BundleContext.class), new Fixed(8192, false, 10));
        MemoryProvider before = registered;
        assertThat(before.limit(FfmProviderTest.locked(4096))).hasValue(8192);

        component.modified(new Fixed(-1, true, 3));

        assertThat(registered).isSameAs(before);
        assertThat(before.limit(FfmProviderTest.locked(4096))).isEqualTo(OptionalLong.empty());
        assertThat(properties.get("service.ranking")).isEqualTo(3);
    }

    @Test
    void plainMemoryRanksBelowTheSimulatedBackend() {
        assertThat(FfmComponent.ranking(false, 10)).isEqualTo(-10);
        assertThat(FfmComponent.ranking(true, 10)).isEqualTo(10);
    }
}
