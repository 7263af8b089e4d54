package org.devmap.doctor;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the Java virtual machine has.
 *
 * @param version      of Java
 * @param vendor       whose it is
 * @param system       as in the system property os.name
 * @param architecture as in the system property os.arch
 * @param nativeAccess whether bundles may call native code
 */
record JavaFindings(Runtime.Version version, String vendor, String system, String architecture, boolean nativeAccess) {

    private static final int WANTED = 25;
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");
    private static final Set<Use> REAL = EnumSet.of(Use.FFM, Use.UIO);

    /** The bundles are unnamed modules like this one, and native access is enabled for all of them or for none. */
    static JavaFindings here() {
        return new JavaFindings(Runtime.version(), System.getProperty("java.vendor"), System.getProperty("os.name"),
                System.getProperty("os.arch"), JavaFindings.class.getModule().isNativeAccessEnabled());
    }

    List<Finding> all() {
        return List.of(java(), platform(), nativeAccessOfBundles());
    }

    private Finding java() {
        String found = version + " of " + vendor;
        return version.feature() >= WANTED ? Finding.ok(Use.ALL, "Java", found)
                : Finding.missing(Use.ALL, "Java", found,
                        "install a JDK " + WANTED + " or newer, name it in JAVA_HOME");
    }

    private Finding platform() {
        String found = system + " on " + architecture;
        return system.equals("Linux") && ARCHITECTURES.contains(architecture) ? Finding.ok(REAL, "platform", found)
                : Finding.missing(REAL, "platform", found, "use Linux on amd64 or aarch64");
    }

    private Finding nativeAccessOfBundles() {
        return nativeAccess ? Finding.ok(REAL, "native access", "enabled")
                : Finding.missing(REAL, "native access", "not enabled", "java --enable-native-access=ALL-UNNAMED");
    }
}
