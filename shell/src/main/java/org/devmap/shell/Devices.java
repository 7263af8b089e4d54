package org.devmap.shell;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.NodeSnapshot.Registers;
import org.devmap.dto.SystemSnapshot;

/** Finds devices and register sets by what the user calls them, and says what they are. */
final class Devices {

    private static final String ROOT = "/devices/";
    /** What the snapshot says of memory that nobody holds yet. */
    private static final String NOBODY = "-";

    private Devices() {
    }

    /** The node of this name; else the failure names those there are. */
    static NodeSnapshot node(SystemSnapshot system, String name) {
        return system.node(name).orElseThrow(() -> new CommandFailure("NODE '" + name + "': no such device; "
                + (system.nodes().isEmpty() ? "there is none at all"
                        : "there are " + system.nodes().stream().map(NodeSnapshot::name).collect(Collectors.joining(", ")))));
    }

    /** The register set of this number or name; else the failure names those there are. */
    static Registers set(NodeSnapshot node, String numberOrName) {
        return node.registerSets().stream()
                .filter(set -> String.valueOf(set.number()).equals(numberOrName) || set.name().equals(numberOrName))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("SET '" + numberOrName + "': " + node.name() + " has "
                        + (node.registerSets().isEmpty() ? "no register sets"
                                : "the register sets " + names(node.registerSets()))));
    }

    private static String names(List<Registers> sets) {
        return sets.stream().map(set -> set.number() + " " + set.name()).collect(Collectors.joining(", "));
    }

    /** Who holds the bytes of its register sets; the nexus if it has none. */
    static String backend(NodeSnapshot node) {
        String hosts = node.registerSets().stream().map(Registers::host).filter(host -> !host.equals(NOBODY)).distinct()
                .collect(Collectors.joining(","));
        return hosts.isEmpty() ? node.nexus().filter(nexus -> !nexus.isEmpty()).orElse(NOBODY) : hosts;
    }

    /** How many register sets there are, and how large they are together. */
    static String registers(NodeSnapshot node) {
        return node.registerSets().isEmpty() ? "-" : counted(node.registerSets().size(), "set") + ", "
                + Figures.size(node.registerSets().stream().mapToLong(Registers::size).sum());
    }

    /** A heading for what is told about a set. */
    static String heading(NodeSnapshot node, Registers set) {
        return "%s, set %d %s: %s of %s".formatted(node.name(), set.number(), set.name(), Figures.size(set.size()), kind(set));
    }

    /** Whether it is memory or registers. */
    static String kind(Registers set) {
        return set.kind().name().toLowerCase(Locale.ROOT);
    }

    /** Where a node stands. */
    static String state(NodeSnapshot node) {
        return node.state().name().toLowerCase(Locale.ROOT);
    }

    /** NODE:MINOR of a path. */
    static String ofPath(String path) {
        return path.startsWith(ROOT) ? path.substring(ROOT.length()) : path;
    }

    /** So many of something. */
    static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
