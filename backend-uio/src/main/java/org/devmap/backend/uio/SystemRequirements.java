package org.devmap.backend.uio;

import java.util.Optional;
import java.util.Set;

/**
 * What UIO needs of the system.
 *
 * @param osName as in the system property os.name
 * @param osArch as in the system property os.arch
 * @param nativeAccess whether this module may call native code
 * @param module how the module is called on the command line
 */
record SystemRequirements(String osName, String osArch, boolean nativeAccess, String module) {

    private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");

    /** This JVM. Asking whether native access is enabled is not a restricted call. */
    static SystemRequirements here() {
        Module module = SystemRequirements.class.getModule();
        return new SystemRequirements(System.getProperty("os.name"), System.getProperty("os.arch"),
                module.isNativeAccessEnabled(), module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }

    /** Why there can be no UIO here; empty if there can. */
    Optional<String> wrongSystem() {
        return osName.equals("Linux") && ARCHITECTURES.contains(osArch) ? Optional.empty()
                : Optional.of("this is %s on %s, UIO needs Linux on amd64 or aarch64".formatted(osName, osArch));
    }

    /** What is missing to use a device, and what to do about it; empty if nothing is. */
    Optional<String> missing() {
        return nativeAccess ? Optional.empty()
                : Optional.of("native access is not enabled, add --enable-native-access=" + module
                + " to the java command");
    }
}
