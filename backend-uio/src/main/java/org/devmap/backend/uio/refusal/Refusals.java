package org.devmap.backend.uio.refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.devmap.backend.uio.linux.LinuxErrno;
import org.devmap.backend.uio.linux.SystemCallFailure;
import org.devmap.backend.uio.sysfs.UioDevice;

/**
 * Says why the kernel refused, and what would help: one line each. Stateless, thread-safe.
 *
 * @param sys the root of sysfs
 */
public record Refusals(Path sys) {

    private static final Pattern CHOSEN = Pattern.compile("\\[(.+)]");

    /**
     * Why a device could not be opened.
     *
     * @param device which
     * @param failure of open
     * @return a sentence
     */
    public String ofDevice(UioDevice device, SystemCallFailure failure) {
        return failure.getMessage() + switch (failure.errno()) {
            case LinuxErrno.ENOENT -> "; the kernel knows the device, but nobody made its node: start udev, or give the"
                    + " node to the container (docker run --device /dev/uio" + device.number() + ")";
            case LinuxErrno.EACCES -> "; let its group use it by the udev rule "
                    + rule(device, "GROUP=\"uio\", MODE=\"0660\"")
                    + ", and be in that group";
            case LinuxErrno.EPERM -> "; the control group of this process forbids it: give the device to the container"
                    + " (docker run --device /dev/uio" + device.number() + ")";
            case LinuxErrno.ENODEV, LinuxErrno.ENXIO -> "; its node is stale: the device has left";
            default -> "";
        };
    }

    /**
     * Why a base address register could not be mapped.
     *
     * @param device which
     * @param failure of open or mmap
     * @return a sentence
     */
    public String ofResource(UioDevice device, SystemCallFailure failure) {
        return failure.getMessage() + switch (failure.errno()) {
            case LinuxErrno.EACCES -> "; let its group use it by the udev rule " + files(device);
            case LinuxErrno.EPERM -> lockdown();
            case LinuxErrno.EINVAL -> "; a driver%s has claimed the region, and this kernel keeps everybody else out"
                    .formatted(device.driver().map(name -> " (" + name + ")").orElse(""))
                    + " (CONFIG_IO_STRICT_DEVMEM)";
            default -> "";
        };
    }

    /**
     * Why configuration space could not be used.
     *
     * @param device which
     * @param failure of open, read or write
     * @return a sentence
     */
    public String ofConfigSpace(UioDevice device, SystemCallFailure failure) {
        return failure.getMessage() + switch (failure.errno()) {
            case LinuxErrno.EACCES -> "; let its group use it by the udev rule " + files(device);
            case LinuxErrno.EPERM -> lockdown();
            default -> "";
        };
    }

    private static String rule(UioDevice device, String action) {
        return "SUBSYSTEM==\"uio\", ATTR{name}==\"%s\", %s".formatted(device.name(), action);
    }

    /** The files of the device behind are no device nodes: udev runs a program to change their group. */
    private static String files(UioDevice device) {
        return rule(device, "RUN+=\"/bin/sh -c 'cd /sys%p/device && chgrp uio config resource*"
                + " && chmod g+rw config resource*'\"");
    }

    private String lockdown() {
        try {
            Matcher chosen = CHOSEN.matcher(Files.readString(sys.resolve("kernel/security/lockdown")));
            if (chosen.find() && !chosen.group(1).equals("none")) {
                return "; the kernel is locked down (" + chosen.group(1)
                        + "), as under Secure Boot: then nobody may do that";
            }
        } catch (IOException notMounted) {
            return "; perhaps the kernel is locked down, as under Secure Boot, or the process confined";
        }
        return "; the kernel is not locked down, so this process is confined: to a container, say";
    }
}
