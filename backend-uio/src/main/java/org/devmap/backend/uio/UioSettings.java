package org.devmap.backend.uio;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.devmap.backend.uio.node.DeviceWishes;
import org.devmap.backend.uio.sysfs.UioDevice;

/**
 * How the nexus is configured.
 *
 * @param memory register sets that are memory, not registers, each as {@code DEVICE/SET}: what the device is called
 *     (name of its node, address on its bus, or UIO name), and what the set is called, for example {@code
 *     "0000:00:05.0/map1"}; with {@code =NODE} behind it the device is a node of that name, with that set alone
 * @param resources base address registers to be mapped through their files in sysfs, for those that UIO does not show
 *     or whose stores are to be combined, each as {@code DEVICE/resourceN} or {@code DEVICE/resourceN_wc}
 * @param nodes names of nodes other than the usual ones, each as {@code DEVICE=NODE}, for example
 *     {@code "0000:00:04.0=edu0"}
 */
public record UioSettings(List<String> memory, List<String> resources, List<String> nodes) implements DeviceWishes {

    /** Every region is registers, and only regions that UIO shows are mapped. */
    public static final UioSettings DEFAULT = new UioSettings(List.of(), List.of(), List.of());

    /** Before the name of a setting, among the properties of the system. */
    static final String PREFIX = "org.devmap.backend.uio.";

    private static final String NODE = "=[A-Za-z0-9._,@-]+";
    private static final String RESOURCE = "resource[0-5](_wc)?";

    /** Copies, and refuses what has another form. */
    public UioSettings {
        memory = checked("memory", memory, ".+/(map[0-9]+|" + RESOURCE + ")(" + NODE + ")?", "DEVICE/SET",
                "0000:00:05.0/map1");
        resources = checked("resources", resources, ".+/" + RESOURCE, "DEVICE/SET", "0000:00:05.0/resource2_wc");
        nodes = checked("nodes", nodes, "[^=]+" + NODE, "DEVICE=NODE", "0000:00:04.0=edu0");
    }

    private static List<String> checked(String property, List<String> entries, String pattern, String form,
                                        String example) {
        for (String entry : entries) {
            if (!entry.matches(pattern)) {
                throw new IllegalArgumentException("%s: '%s' must be %s, for example %s"
                        .formatted(property, entry, form, example));
            }
        }
        return List.copyOf(entries);
    }

    /**
     * From properties of the system: {@code org.devmap.backend.uio.memory}, {@code .resources} and {@code .nodes},
     * their entries separated by blanks.
     *
     * @return the settings
     * @throws IllegalArgumentException naming the entry that has another form
     */
    public static UioSettings ofSystemProperties() {
        return new UioSettings(words("memory"), words("resources"), words("nodes"));
    }

    private static List<String> words(String property) {
        String value = System.getProperty(PREFIX + property, "").strip();
        return value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
    }

    @Override
    public Optional<String> node(UioDevice device) {
        return nodes.stream().filter(entry -> device.isCalled(entry.substring(0, entry.indexOf('=')))).findFirst()
                .map(entry -> entry.substring(entry.indexOf('=') + 1));
    }

    @Override
    public boolean isRegisters(UioDevice device, String set) {
        return memory.stream().noneMatch(entry -> device.isCalled(deviceOf(entry)) && setOf(entry).equals(set));
    }

    @Override
    public Set<String> resources(UioDevice device) {
        Set<String> files = new TreeSet<>();
        resources.stream().filter(entry -> device.isCalled(deviceOf(entry))).map(UioSettings::setOf)
                .forEach(files::add);
        return files;
    }

    @Override
    public Optional<Alone> alone(UioDevice device) {
        return memory.stream().filter(entry -> entry.contains("=") && device.isCalled(deviceOf(entry))).findFirst()
                .map(entry -> new Alone(setOf(entry), entry.substring(entry.indexOf('=') + 1)));
    }

    private static String deviceOf(String entry) {
        return entry.substring(0, entry.lastIndexOf('/'));
    }

    private static String setOf(String entry) {
        return entry.substring(entry.lastIndexOf('/') + 1).split("=")[0];
    }
}
