package org.devmap.backend.uio.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.devmap.backend.uio.linux.LinuxErrno;
import org.devmap.backend.uio.linux.SystemCallFailure;
import org.devmap.backend.uio.sysfs.UioDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each refusal says what would help. */
class RefusalsTest {

    private static final UioDevice DEVICE = new UioDevice(new UioDevice.Incarnation(Path.of("uio3"), 1, List.of()), 3,
            "acme-dma",
            "1", Optional.of("43c00000.dma"), Optional.of("acme"), List.of(), List.of(), List.of(), Optional.empty());

    private Path lockdown;
    private Refusals refusals;

    @BeforeEach
    void make(@TempDir Path sys) throws Exception {
        lockdown = Files.createDirectories(sys.resolve("kernel/security")).resolve("lockdown");
        refusals = new Refusals(sys);
    }

    private static SystemCallFailure failure(int errno) {
        return new SystemCallFailure("open of /dev/uio3", errno);
    }

    @Test
    void accessToADeviceIsAMatterOfAUdevRule() {
        assertThat(refusals.ofDevice(DEVICE, failure(LinuxErrno.EACCES)))
                .isEqualTo("open of /dev/uio3 failed: EACCES, access denied;"
                + " let its group use it by the udev rule SUBSYSTEM==\"uio\", ATTR{name}==\"acme-dma\", GROUP=\"uio\","
                + " MODE=\"0660\", and be in that group");
    }

    @Test
    void aMissingNodeIsAMatterOfUdevOrOfTheContainer() {
        assertThat(refusals.ofDevice(DEVICE, failure(LinuxErrno.ENOENT))).contains("start udev", "--device /dev/uio3");
        assertThat(refusals.ofDevice(DEVICE, failure(LinuxErrno.EPERM)))
                .contains("control group", "--device /dev/uio3");
        assertThat(refusals.ofDevice(DEVICE, failure(LinuxErrno.ENODEV))).contains("stale");
        assertThat(refusals.ofDevice(DEVICE, failure(LinuxErrno.EMFILE))).endsWith("(ulimit -n)");
    }

    @Test
    void filesOfTheDeviceBehindNeedAProgram() {
        assertThat(refusals.ofResource(DEVICE, failure(LinuxErrno.EACCES)))
                .contains("RUN+=", "chgrp uio config resource*");
        assertThat(refusals.ofConfigSpace(DEVICE, failure(LinuxErrno.EACCES))).contains("RUN+=");
    }

    @Test
    void aLockedDownKernelIsNamed() throws Exception {
        Files.writeString(lockdown, "none [integrity] confidentiality\n");
        assertThat(refusals.ofResource(DEVICE, failure(LinuxErrno.EPERM)))
                .contains("locked down (integrity)", "Secure Boot");
        assertThat(refusals.ofConfigSpace(DEVICE, failure(LinuxErrno.EPERM))).contains("locked down (integrity)");
        Files.writeString(lockdown, "[none] integrity confidentiality\n");
        assertThat(refusals.ofResource(DEVICE, failure(LinuxErrno.EPERM))).contains("not locked down");
        Files.delete(lockdown);
        assertThat(refusals.ofResource(DEVICE, failure(LinuxErrno.EPERM)))
                .contains("perhaps the kernel is locked down");
    }

    @Test
    void aClaimedRegionNamesWhoHasIt() {
        assertThat(refusals.ofResource(DEVICE, failure(LinuxErrno.EINVAL)))
                .contains("(acme)", "CONFIG_IO_STRICT_DEVMEM");
    }
}
