package org.devmap.dist;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/**
 * Explains why bundles do not resolve: each requirement that no bundle can fulfil, in one line with the bundle that has it.
 *
 * <p>The framework's own message names the first obstacle only, and often a bundle far from the cause: the one that needs a
 * bundle that needs something missing. Here only the missing things themselves count.
 */
final class UnresolvedRequirements {

    private UnresolvedRequirements() {
    }

    /** The lines for those of {@code wanted} that are not resolved, considering what {@code installed} bundles offer. */
    static List<String> of(Collection<Bundle> wanted, Collection<Bundle> installed) {
        List<Capability> offered = new ArrayList<>();
        installed.forEach(bundle -> offered.addAll(bundle.adapt(BundleRevision.class).getDeclaredCapabilities(null)));
        return wanted.stream()
                .filter(bundle -> bundle.getState() == Bundle.INSTALLED)
                .flatMap(bundle -> missing(bundle.getSymbolicName(),
                        bundle.adapt(BundleRevision.class).getDeclaredRequirements(null), offered).stream())
                .toList();
    }

    /** One line for each mandatory requirement of a bundle that none of the capabilities fulfils. */
    static List<String> missing(String bundle, Collection<? extends Requirement> required, Collection<Capability> offered) {
        return required.stream()
                .filter(UnresolvedRequirements::isNeededToResolve)
                .filter(requirement -> offered.stream().noneMatch(capability -> fulfils(capability, requirement)))
                .map(requirement -> "%s needs %s: %s, which no installed bundle offers".formatted(bundle,
                        requirement.getNamespace(),
                        requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "(any)")))
                .toList();
    }

    private static boolean isNeededToResolve(Requirement requirement) {
        String resolution = requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        String effective = requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
        return !Namespace.RESOLUTION_OPTIONAL.equals(resolution) && !"dynamic".equals(resolution)
                && (effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE));
    }

    private static boolean fulfils(Capability capability, Requirement requirement) {
        if (!capability.getNamespace().equals(requirement.getNamespace())) {
            return false;
        }
        String filter = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
        try {
            return filter == null || FrameworkUtil.createFilter(filter).matches(capability.getAttributes());
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }
}
