package org.devmap.itests.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.devmap.BusError;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.app.Mapping;
import org.devmap.embed.RemovalPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * A device that goes while applications store into its memory. The kernel leaves its memory mapped, so that only
 * devmap can take it away: every application gets a BusError, or waits where it may, and from then on the host sees no
 * store any more.
 */
class RemovalTest {

    private static final Device DEVICE = Device.MEMORY;
    private static final long FIRST = 0x40000;
    private static final int STORERS = 3;
    private static final Path BUS = Path.of("/sys/bus/pci");
    private static final Path DRIVER = BUS.resolve("drivers/hilscher");

    private Guest guest = new Guest();

    @AfterEach
    void end() {
        guest.close();
    }

    @RepeatedTest(value = 3, name = "{displayName} {currentRepetition}")
    void unbindingTheDriverRevokesAndBindingItAgainHeals() throws Exception {
        List<Storer> storers = startStorers();
        Files.writeString(DRIVER.resolve("unbind"), DEVICE.place());
        expectRevoked(storers);
        Files.writeString(DRIVER.resolve("bind"), DEVICE.place());
        expectHealed(storers);
    }

    @RepeatedTest(value = 3, name = "{displayName} {currentRepetition}")
    void removingTheDeviceRevokesAndFindingItAgainHeals() throws Exception {
        List<Storer> storers = startStorers();
        Files.writeString(BUS.resolve("devices/" + DEVICE.place() + "/remove"), "1");
        expectRevoked(storers);
        Files.writeString(BUS.resolve("rescan"), "1");
        expectHealed(storers);
    }

    /** The other devices stay: their mappings live through the comings and goings of this one. */
    @Test
    void aNeighbourIsNotTouched() throws Exception {
        Mapping neighbour = guest.map(Device.SCREEN, Device.SIZE);
        neighbour.setLong(Device.BEHIND_THE_PICTURE, 1);
        List<Storer> storers = startStorers();
        Files.writeString(DRIVER.resolve("unbind"), DEVICE.place());
        expectRevoked(storers);
        neighbour.setLong(Device.BEHIND_THE_PICTURE, 2);
        assertThat(Device.SCREEN.file().longAt(Device.BEHIND_THE_PICTURE)).isEqualTo(2);
        Files.writeString(DRIVER.resolve("bind"), DEVICE.place());
        expectHealed(storers);
    }

    /** By the policy that lets applications wait, nobody hears of it: stores go on where they were held up. */
    @RepeatedTest(value = 3, name = "{displayName} {currentRepetition}")
    void whoMayWaitGoesOnWhenTheDeviceIsBack() throws Exception {
        guest.close();
        guest = new Guest(RemovalPolicy.WAIT);
        List<Storer> storers = startStorers();
        Files.writeString(BUS.resolve("devices/" + DEVICE.place() + "/remove"), "1");
        Guest.await("the device to be missed", () -> guest.isAwaited(DEVICE));
        storers.forEach(storer -> Guest.await(storer + " to wait", storer::isWaiting));
        List<Long> before = storers.stream().map(Storer::stored).toList();
        assertThat(whatTheHostSees(storers)).isEqualTo(before);
        Files.writeString(BUS.resolve("rescan"), "1");
        for (int i = 0; i < storers.size(); i++) {
            Storer storer = storers.get(i);
            long held = before.get(i);
            Guest.await("stores to go on", () -> storer.stored() > held + 1000);
            storer.stop();
        }
        assertThat(whatTheHostSees(storers)).isEqualTo(storers.stream().map(Storer::stored).toList());
        assertThat(guest.isAttached(DEVICE)).isTrue();
    }

    private List<Storer> startStorers() throws DdiException {
        List<Storer> storers = new ArrayList<>();
        for (int i = 0; i < STORERS; i++) {
            storers.add(new Storer(guest.map(DEVICE, Device.SIZE), FIRST + i * 0x2000L));
        }
        storers.forEach(Storer::start);
        storers.forEach(storer -> Guest.await("stores", () -> storer.stored() > 1000));
        return storers;
    }

    private void expectRevoked(List<Storer> storers) throws IOException, InterruptedException {
        for (Storer storer : storers) {
            assertThat(storer.end()).as(storer.toString()).isInstanceOf(BusError.class);
            assertThat(((BusError) storer.end()).errno()).hasValue(Errno.ENXIO.value());
        }
        List<Long> host = whatTheHostSees(storers);
        // The last store that returned is there, and the one that threw is not.
        assertThat(host).isEqualTo(storers.stream().map(Storer::stored).toList());
        for (Storer storer : storers) {
            for (int i = 0; i < 1000; i++) {
                assertThatThrownBy(() -> storer.mapping().setLong(storer.place(), -1)).isInstanceOf(BusError.class);
                assertThatThrownBy(() -> storer.mapping().getLong(storer.place())).isInstanceOf(BusError.class);
            }
        }
        assertThat(whatTheHostSees(storers)).as("after the end").isEqualTo(host);
        assertThat(guest.isAttached(DEVICE)).isFalse();
        assertThatThrownBy(() -> guest.map(DEVICE, 4096)).isInstanceOf(DdiException.class);
    }

    private void expectHealed(List<Storer> before) throws DdiException, IOException {
        guest.awaitAttached(DEVICE);
        Mapping fresh = guest.map(DEVICE, Device.SIZE);
        for (Storer storer : before) {
            assertThat(fresh.getLong(storer.place())).isEqualTo(storer.stored());
            fresh.setLong(storer.place(), storer.place());
            assertThat(DEVICE.file().longAt(storer.place())).isEqualTo(storer.place());
            assertThatThrownBy(() -> storer.mapping().getLong(storer.place())).as("the old mapping stays dead")
                    .isInstanceOf(BusError.class);
        }
    }

    private static List<Long> whatTheHostSees(List<Storer> storers) throws IOException {
        List<Long> values = new ArrayList<>();
        for (Storer storer : storers) {
            values.add(DEVICE.file().longAt(storer.place()));
        }
        return values;
    }
}
