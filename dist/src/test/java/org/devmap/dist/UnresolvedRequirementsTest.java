package org.devmap.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

class UnresolvedRequirementsTest {

    private static final String PACKAGE = "osgi.wiring.package";
    private static final String VERSION_ONE = "(&(osgi.wiring.package=a)(version>=1.0)(!(version>=2.0)))";

    @Test
    void aRequirementThatNobodyMeetsIsReportedWithItsBundleAndFilter() {
        assertThat(missing(new Need(PACKAGE, Map.of("filter", VERSION_ONE))))
                .containsExactly("some.bundle needs osgi.wiring.package: " + VERSION_ONE + ", which no installed bundle offers");
    }

    @Test
    void aRequirementThatSomebodyMeetsIsNotReported() {
        assertThat(missing(new Need(PACKAGE, Map.of("filter", VERSION_ONE)), packageA("1.3"))).isEmpty();
    }

    @Test
    void theWrongVersionOrNamespaceDoesNotMeetIt() {
        Capability elsewhere = new Offer("osgi.wiring.bundle", packageA("1.3").getAttributes());
        assertThat(missing(new Need(PACKAGE, Map.of("filter", VERSION_ONE)), packageA("2.0"), elsewhere)).hasSize(1);
    }

    @Test
    void optionalDynamicAndActiveRequirementsDoNotHinderResolving() {
        assertThat(missing(new Need(PACKAGE, Map.of("filter", VERSION_ONE, "resolution", "optional")))).isEmpty();
        assertThat(missing(new Need(PACKAGE, Map.of("filter", VERSION_ONE, "resolution", "dynamic")))).isEmpty();
        assertThat(missing(new Need("osgi.service", Map.of("filter", "(objectClass=x)", "effective", "active")))).isEmpty();
    }

    @Test
    void explicitDefaultsAreMandatory() {
        assertThat(missing(new Need(PACKAGE,
                Map.of("filter", VERSION_ONE, "resolution", "mandatory", "effective", "resolve")))).hasSize(1);
    }

    @Test
    void aRequirementWithoutFilterIsMetByAnythingInItsNamespace() {
        assertThat(missing(new Need(PACKAGE, Map.of()))).singleElement().asString().contains("(any)");
        assertThat(missing(new Need(PACKAGE, Map.of()), packageA("7"))).isEmpty();
    }

    private static List<String> missing(Requirement requirement, Capability... offered) {
        return UnresolvedRequirements.missing("some.bundle", List.of(requirement), List.of(offered));
    }

    private static Capability packageA(String version) {
        return new Offer(PACKAGE, Map.of(PACKAGE, "a", "version", Version.parseVersion(version)));
    }

    private record Need(String namespace, Map<String, String> directives) implements Requirement {
        @Override
        public String getNamespace() {
            return namespace;
        }

        @Override
        public Map<String, String> getDirectives() {
            return directives;
        }

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of();
        }

        @Override
        public Resource getResource() {
            throw new UnsupportedOperationException("a requirement without resource");
        }
    }

    private record Offer(String namespace, Map<String, Object> attributes) implements Capability {
        @Override
        public String getNamespace() {
            return namespace;
        }

        @Override
        public Map<String, String> getDirectives() {
            return Map.of();
        }

        @Override
        public Map<String, Object> getAttributes() {
            return attributes;
        }

        @Override
        public Resource getResource() {
            throw new UnsupportedOperationException("a capability without resource");
        }
    }
}
