package org.devmap.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What Linux UIO needs: drivers in the kernel, devices bound to them, rights to use these.
 *
 * @param machine whom to ask
 */
record UioFindings(Machine machine) {

    private static final Set<Use> USES = Set.of(Use.UIO);
    private static final String CLASS = "sys/class/uio";
    private static final String GENERIC = "uio_pci_generic";

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(USES, "kernel", machine.kernelRelease()));
        findings.add(core());
        findings.add(genericDriver());
        findings.add(lockdown());
        findings.add(strictDevmem());
        List<String> devices = machine.names(CLASS);
        if (devices.isEmpty()) {
            findings.add(Finding.missing(USES, "UIO devices", "none",
                    "bind one: echo 'VVVV DDDD' > /sys/bus/pci/drivers/" + GENERIC + "/new_id"));
        }
        boolean isOneUsable = devices.stream().anyMatch(this::isUsable);
        devices.forEach(device -> judge(device, isOneUsable, findings));
        return findings;
    }

    private boolean isUsable(String device) {
        return machine.exists("dev/" + device) && machine.mayAccess("dev/" + device);
    }

    private Finding core() {
        return switch (machine.module("uio")) {
            case LOADED -> Finding.ok(USES, "uio", "in the kernel");
            case LOADABLE -> Finding.missing(USES, "uio", "a module, not loaded", "modprobe uio");
            case ABSENT -> Finding.missing(USES, "uio", kernelWithout("CONFIG_UIO"), "a kernel with CONFIG_UIO");
        };
    }

    /** Other drivers do as well, so that its absence alone prevents nothing. */
    private Finding genericDriver() {
        return switch (machine.module(GENERIC)) {
            case LOADED -> Finding.ok(USES, GENERIC, "in the kernel");
            case LOADABLE -> Finding.note(USES, GENERIC, "a module, not loaded",
                    "for PCI devices: modprobe " + GENERIC);
            case ABSENT -> Finding.note(USES, GENERIC, kernelWithout("CONFIG_UIO_PCI_GENERIC"),
                    "for PCI devices: a kernel with CONFIG_UIO_PCI_GENERIC");
        };
    }

    private String kernelWithout(String option) {
        return machine.configured(option)
                .map(value -> value.equals("n") ? "not in this kernel" : "its module is not installed")
                .orElse("no module of that name");
    }

    /** The file marks the mode in force: {@code [none] integrity confidentiality}. */
    private Finding lockdown() {
        return machine.text("sys/kernel/security/lockdown").map(modes -> modes.contains("[none]")
                        ? Finding.ok(USES, "lockdown", "none")
                        : Finding.missing(USES, "lockdown", modes,
                                "PCI registers are refused: boot without Secure Boot"))
                .orElseGet(() -> Finding.ok(USES, "lockdown", "not in this kernel, or not mounted"));
    }

    private Finding strictDevmem() {
        String what = "IO_STRICT_DEVMEM";
        return machine.configured("CONFIG_IO_STRICT_DEVMEM").map(value -> value.equals("y")
                        ? Finding.note(USES, what, "y: resourceN of a claimed device cannot be mapped",
                                "use the maps of /dev/uioN")
                        : Finding.ok(USES, what, value))
                .orElseGet(() -> Finding.unknown(USES, what, "the kernel's configuration is not readable",
                        "look for it in /boot/config-" + machine.kernelRelease()));
    }

    /** A machine has devices that are others', too: one that cannot be used prevents nothing where another one can. */
    private void judge(String device, boolean isOneUsable, List<Finding> findings) {
        String node = "/dev/" + device;
        String parent = CLASS + "/" + device + "/device";
        String found = "%s at %s, maps: %d".formatted(machine.text(CLASS + "/" + device + "/name").orElse(""),
                machine.target(parent).orElse("no bus"), machine.names(CLASS + "/" + device + "/maps").size());
        if (isUsable(device)) {
            findings.add(Finding.ok(USES, node, found));
        } else {
            boolean exists = machine.exists("dev/" + device);
            findings.add(new Finding(USES, isOneUsable ? Finding.State.NOTE : Finding.State.MISSING, node,
                    found + (exists ? ", no right to read and write" : ", no such file"),
                    exists ? "a udev rule with GROUP and MODE=0660" : "is udev or devtmpfs there? mknod else"));
        }
        // This driver leaves unmasking to its user, in configuration space.
        boolean generic = machine.target(parent + "/driver").filter(GENERIC::equals).isPresent();
        if (generic && !machine.mayAccess(parent + "/config")) {
            findings.add(Finding.note(USES, node + " config", "no right to write: no interrupts, no DMA",
                    "chown or run as root: " + machine.target(parent).orElse(device) + "/config"));
        }
    }
}
