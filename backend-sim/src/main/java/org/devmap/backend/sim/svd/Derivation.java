package org.devmap.backend.sim.svd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.devmap.backend.sim.description.Problems;

/**
 * Resolves derivedFrom: everything of the base, replaced by what the element says itself. Registers, clusters and fields are
 * merged by name. A path is looked up from the inside outwards, first among the siblings; each name in it as it is written,
 * then as a member of an array.
 */
final class Derivation {

    private static final Set<String> NEVER_TAKEN = Set.of("name", "displayName", "alternateRegister", "alternateGroup",
            "alternateCluster", "alternatePeripheral");
    private static final Set<String> DIM = Set.of("dim", "dimIncrement", "dimIndex", "dimName", "dimArrayIndex");
    private static final Set<String> BIT_PLACE = Set.of("bitOffset", "bitWidth", "lsb", "msb", "bitRange");
    private static final Set<String> MEMBERS = Set.of("register", "cluster", "field");

    private final Problems problems;
    private final Dimension dimension;
    private final Map<Element, Element> resolved = new HashMap<>();
    private final Set<Element> inProgress = new LinkedHashSet<>();

    Derivation(Problems problems, Dimension dimension) {
        this.problems = problems;
        this.dimension = dimension;
    }

    /** The element with all that it derives; itself if it derives nothing. */
    Element resolve(Element element) {
        if (element.derivedFrom().isEmpty()) {
            return element;
        }
        Element known = resolved.get(element);
        if (known != null) {
            return known;
        }
        if (!inProgress.add(element)) {
            problems.error(element.line(), element.path(), "derivedFrom goes round in a circle: "
                    + String.join(" -> ", inProgress.stream().map(Element::name).toList()) + " -> " + element.name());
            return element;
        }
        Element result = derive(element, element.derivedFrom().get().strip());
        inProgress.remove(element);
        resolved.put(element, result);
        return result;
    }

    private Element derive(Element element, String path) {
        Optional<Element> base = find(element, path);
        if (base.isEmpty()) {
            problems.error(element.line(), element.path(), "derivedFrom=\"" + path + "\": there is no such " + element.kind());
            return element;
        }
        for (Element around = element.parent(); around != null; around = around.parent()) {
            if (around == base.get()) {
                problems.error(element.line(), element.path(), "derivedFrom=\"" + path + "\": it lies inside that "
                        + element.kind());
                return element;
            }
        }
        return merge(resolve(base.get()), element);
    }

    private static Element merge(Element base, Element own) {
        Element merged = new Element(own.kind(), own.line(), own.parent(), null);
        Set<String> kinds = new HashSet<>();
        own.children().forEach(child -> kinds.add(child.kind()));
        boolean placed = kinds.stream().anyMatch(BIT_PLACE::contains);
        boolean array = own.name().contains("%s");
        for (Element child : base.children()) {
            String kind = child.kind();
            boolean replaced = kinds.contains(kind) && !MEMBERS.contains(kind) && !isContainer(kind);
            boolean left = NEVER_TAKEN.contains(kind) || BIT_PLACE.contains(kind) && placed || DIM.contains(kind) && !array;
            boolean overridden = MEMBERS.contains(kind) && hasMember(own, child);
            boolean mergedBelow = isContainer(kind) && kinds.contains(kind);
            if (!replaced && !left && !overridden && !mergedBelow) {
                merged.add(child);
            }
        }
        for (Element child : own.children()) {
            Optional<Element> theirs = isContainer(child.kind()) ? base.child(child.kind()) : Optional.empty();
            merged.add(theirs.isPresent() ? mergeContainers(theirs.get(), child, merged) : child);
        }
        return merged;
    }

    private static boolean isContainer(String kind) {
        return kind.equals("registers") || kind.equals("fields");
    }

    private static Element mergeContainers(Element base, Element own, Element parent) {
        Element merged = new Element(own.kind(), own.line(), parent, null);
        base.children().stream().filter(child -> !hasMember(own, child)).forEach(merged::add);
        own.children().forEach(merged::add);
        return merged;
    }

    private static boolean hasMember(Element container, Element member) {
        return container.children().stream()
                .anyMatch(own -> own.kind().equals(member.kind()) && own.name().equals(member.name()));
    }

    private Optional<Element> find(Element element, String path) {
        List<String> names = List.of(path.split("\\."));
        for (Element scope = scopeAround(element); scope != null; scope = scopeAround(scope)) {
            Optional<Element> found = descend(scope, names, element);
            if (found.isEmpty() && element.kind().equals("enumeratedValues") && names.size() == 1) {
                found = findValuesAnywhere(scope, path, element, new HashSet<>());
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Element scopeAround(Element element) {
        Element scope = element.parent();
        while (scope != null && (isContainer(scope.kind()) || scope.kind().equals("peripherals"))) {
            scope = scope.parent();
        }
        return scope;
    }

    private Optional<Element> descend(Element scope, List<String> names, Element seeker) {
        Element at = scope;
        for (int i = 0; i < names.size(); i++) {
            boolean last = i == names.size() - 1;
            Optional<Element> next = member(at, names.get(i), last ? seeker.kind() : null, seeker);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    private Optional<Element> member(Element scope, String name, String kind, Element seeker) {
        List<Element> candidates = members(scope).stream()
                .filter(child -> child != seeker && (kind == null || child.kind().equals(kind))).toList();
        Optional<Element> exact = candidates.stream().filter(child -> child.name().equals(name)).findFirst();
        return exact.isPresent() ? exact : candidates.stream().filter(child -> child.name().contains("%s"))
                .filter(child -> dimension.names(child).contains(name)).findFirst();
    }

    /** The named elements directly inside a scope, including those it derives unless that is just being worked out. */
    private List<Element> members(Element scope) {
        Element whole = inProgress.contains(scope) ? scope : resolve(scope);
        List<Element> members = new ArrayList<>();
        for (Element child : whole.children()) {
            if (isContainer(child.kind()) || child.kind().equals("peripherals")) {
                members.addAll(child.children());
            } else if (child.has("name")) {
                members.add(child);
            }
        }
        return members;
    }

    /** Enumerated values are often named from another field without saying which. */
    private Optional<Element> findValuesAnywhere(Element scope, String name, Element seeker, Set<Element> seen) {
        if (!seen.add(scope)) {
            return Optional.empty();
        }
        for (Element child : members(scope)) {
            if (child.kind().equals("enumeratedValues")) {
                if (child != seeker && child.name().equals(name)) {
                    return Optional.of(child);
                }
            } else if (!child.kind().equals("interrupt")) {
                Optional<Element> found = findValuesAnywhere(child, name, seeker, seen);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
