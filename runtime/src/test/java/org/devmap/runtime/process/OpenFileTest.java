package org.devmap.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.OpenFlags;
import org.devmap.PollEvents;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.driver.CbOps;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.bench.Described;
import org.devmap.runtime.bench.Scripted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A file that is closed while a call into its driver is under way. */
class OpenFileTest {

    private final ManualClock clock = new ManualClock();
    private final DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().clock(clock).build());
    private final AddressSpace space = system.spaces().create("test");
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);

    @AfterEach
    void end() {
        system.close();
    }

    private DeviceFile open(CbOps.Builder entryPoints) throws DdiException {
        Scripted driver = new Scripted(entryPoints.close((dev, credential) -> calls.add("close")).build());
        driver.attach = device -> device.createMinorNode("0", 0, 0);
        system.publish(Described.of("dv"));
        system.registerDriver(driver, "test");
        return space.open("/devices/dv:0", OpenFlags.READ);
    }

    @Test
    void closeOfTheDriverComesAfterItsIoctl() throws Exception {
        DeviceFile file = open(CbOps.builder().ioctl(call -> {
            inside.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                throw new DdiException(Errno.EINTR, "ioctl", e);
            }
            calls.add("ioctl");
            return 0;
        }));
        Background<Integer> ioctl = Background.call(() -> file.ioctl(1, null));
        inside.await();
        file.close();
        assertThat(calls).isEmpty();
        leave.countDown();
        ioctl.join();
        assertThat(calls).containsExactly("ioctl", "close");
    }

    @Test
    void aFileThatIsOpenedWhileItsProcessExitsIsClosed() {
        assertThatThrownBy(() -> open(CbOps.builder().open((dev, flags, credential) -> {
            exitElsewhere();
            return dev;
        }))).isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
        assertThat(calls).containsExactly("close");
        assertThat(system.snapshot().node("dv").orElseThrow().opens()).isZero();
    }

    private void exitElsewhere() {
        try {
            Background.run(space::close).join();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPollThatWaitsEndsWhenItsFileIsClosed() throws Exception {
        DeviceFile file = open(CbOps.builder().poll((dev, interest) -> {
            inside.countDown();
            return PollEvents.NONE;
        }));
        Background<PollEvents> poll = Background.call(() -> file.poll(PollEvents.IN, Duration.ofSeconds(Long.MAX_VALUE)));
        inside.await();
        poll.untilParked();
        file.close();
        assertThat(poll.failure()).isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
        assertThat(calls).containsExactly("close");
    }
}
