package org.devmap.backend.sim.svd;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.devmap.backend.sim.description.Problems;

/**
 * Which elements the standard knows inside which, in which order. Strangers and elements out of order are said once for each
 * kind: they do not change what is meant.
 */
final class Schema {

    private static final List<String> DIM = List.of("dim", "dimIncrement", "dimIndex", "dimName", "dimArrayIndex");
    private static final List<String> PROPERTIES = List.of("size", "access", "protection", "resetValue", "resetMask");

    private static final Map<String, List<String>> CHILDREN = Map.ofEntries(
            Map.entry("device", join(List.of("vendor", "vendorID", "name", "series", "version", "description", "licenseText",
                    "cpu",
                    "headerSystemFilename", "headerDefinitionsPrefix", "addressUnitBits", "width"), PROPERTIES,
                    List.of("peripherals", "vendorExtensions"))),
            Map.entry("peripherals", List.of("peripheral")),
            Map.entry("peripheral", join(DIM, List.of("name", "version", "description", "alternatePeripheral", "groupName",
                    "prependToName", "appendToName", "headerStructName", "disableCondition", "baseAddress"),
                    join(PROPERTIES, List.of("addressBlock", "interrupt"), List.of("registers")))),
            Map.entry("addressBlock", List.of("offset", "size", "usage", "protection")),
            Map.entry("interrupt", List.of("name", "description", "value")),
            Map.entry("registers", List.of("cluster", "register")),
            Map.entry("cluster", join(DIM, List.of("name", "description", "alternateCluster", "headerStructName",
                    "addressOffset"),
                    join(PROPERTIES, List.of("register"), List.of("cluster")))),
            Map.entry("register", join(DIM, List.of("name", "displayName", "description", "alternateGroup", "alternateRegister",
                    "addressOffset"), join(PROPERTIES, List.of("dataType", "modifiedWriteValues"),
                    List.of("writeConstraint", "readAction", "fields")))),
            Map.entry("fields", List.of("field")),
            Map.entry("field", join(DIM, List.of("name", "description", "bitOffset", "bitWidth", "lsb", "msb", "bitRange",
                    "access",
                    "modifiedWriteValues", "writeConstraint", "readAction", "enumeratedValues"), List.of())),
            Map.entry("enumeratedValues", List.of("name", "headerEnumName", "usage", "enumeratedValue")),
            Map.entry("enumeratedValue", List.of("name", "description", "value", "isDefault")),
            Map.entry("dimArrayIndex", List.of("headerEnumName", "enumeratedValue")),
            Map.entry("writeConstraint", List.of("writeAsRead", "useEnumeratedValues", "range")),
            Map.entry("range", List.of("minimum", "maximum")));

    /** Elements of which either order is meant: what comes first says nothing. */
    private static final Set<String> FREE_ORDER = Set.of("registers", "cluster");

    private final Problems problems;
    private final Set<String> said = new HashSet<>();

    private Schema(Problems problems) {
        this.problems = problems;
    }

    static void check(Element device, Problems problems) {
        Schema schema = new Schema(problems);
        Deque<Element> waiting = new ArrayDeque<>();
        waiting.add(device);
        while (!waiting.isEmpty()) {
            Element element = waiting.remove();
            List<String> known = CHILDREN.get(element.kind());
            if (known != null) {
                schema.checkChildren(element, known);
            }
            for (Element child : element.children()) {
                if (!child.kind().equals("vendorExtensions") && !child.kind().equals("cpu")) {
                    waiting.add(child);
                }
            }
        }
    }

    private static List<String> join(List<String> first, List<String> second, List<String> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toList();
    }

    private void checkChildren(Element element, List<String> known) {
        int last = 0;
        for (Element child : element.children()) {
            int place = known.indexOf(child.kind());
            if (place < 0) {
                sayOnce(child, child.kind() + " in " + element.kind(), "the standard knows no element " + child.kind() + " in "
                        + element.kind() + "; it is ignored, here and wherever it occurs");
            } else if (place < last && !FREE_ORDER.contains(element.kind())) {
                sayOnce(child, "order", "elements are not in the order of the standard: " + child.kind() + " belongs before "
                        + known.get(last) + "; said once for the file");
            } else {
                last = place;
            }
        }
    }

    private void sayOnce(Element element, String key, String message) {
        if (said.add(key)) {
            problems.warning(element.line(), element.path(), message);
        }
    }
}
