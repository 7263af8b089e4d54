package org.devmap.backend.uio.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration space is little-endian, and nobody but the interrupt touches the bit that masks it. */
class ConfigSpaceFileTest {

    private static final LinuxCalls LINUX = new LinuxCalls();

    private Path file;
    private ConfigSpaceFile space;

    @BeforeEach
    void open(@TempDir Path function) throws Exception {
        file = function.resolve("config");
        Files.write(file, ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN).putInt(0x11e8_1234)
                .putShort((short) 0x0103)
                .putShort((short) 0xf810).array());
        space = ConfigSpaceFile.open(LINUX, function, failure -> "explained: " + failure.getMessage());
    }

    @AfterEach
    void close() {
        space.close();
    }

    private int command() throws Exception {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getShort(4) & 0xffff;
    }

    private int status() throws Exception {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getShort(6) & 0xffff;
    }

    @Test
    void allWidthsAreReadWithoutSign() throws Exception {
        assertThat(space.size()).isEqualTo(256);
        assertThat(space.read(0, 4)).isEqualTo(0x11e8_1234L);
        assertThat(space.read(6, 2)).isEqualTo(0xf810);
        assertThat(space.read(7, 1)).isEqualTo(0xf8);
    }

    @Test
    void whatIsWrittenElsewhereIsWrittenAsItIs() throws Exception {
        space.write(0x10, 4, 0xfea0_0000L);
        space.write(0x14, 2, 0xbeef);
        space.write(0x16, 1, 0x7f);
        assertThat(space.read(0x10, 4)).isEqualTo(0xfea0_0000L);
        assertThat(space.read(0x14, 4)).isEqualTo(0x007f_beefL);
    }

    @Test
    void interruptAndBusMasterKeepTheOtherBits() throws Exception {
        space.setInterrupt(false);
        assertThat(command()).isEqualTo(0x0503);
        space.setBusMaster(true);
        assertThat(command()).isEqualTo(0x0507);
        space.setInterrupt(true);
        assertThat(command()).isEqualTo(0x0107);
        space.setBusMaster(false);
        assertThat(command()).isEqualTo(0x0103);
        assertThat(status()).isEqualTo(0xf810);
    }

    @Test
    void aDriverCannotUnmaskTheInterruptThroughTheCommandRegister() throws Exception {
        space.setInterrupt(false);
        space.write(4, 2, 0x0006);
        assertThat(command()).isEqualTo(0x0406);
        space.write(5, 1, 0x01);
        assertThat(command()).isEqualTo(0x0506);
        space.write(4, 1, 0x07);
        assertThat(command()).isEqualTo(0x0507);
    }

    @Test
    void nobodyMasksItThroughTheCommandRegisterEither() throws Exception {
        space.write(4, 2, 0x0406);
        assertThat(command()).isEqualTo(0x0006);
    }

    @Test
    void aWriteOfBothReachesStatusOnItsOwn() throws Exception {
        space.write(4, 4, 0x8000_0407L);
        assertThat(command()).isEqualTo(0x0007);
        assertThat(status()).isEqualTo(0x8000);
    }

    @Test
    void whatCannotBeReadIsExplained() {
        assertThatThrownBy(() -> space.read(256, 4)).isInstanceOfSatisfying(DdiException.class,
                refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EACCES))
                .hasMessageContaining("explained: ").hasMessageContaining("CAP_SYS_ADMIN");
        assertThatThrownBy(() -> space.read(0, 8)).isInstanceOf(DdiException.class).hasMessageContaining("EINVAL");
        assertThatThrownBy(() -> space.write(8, 8, 0)).isInstanceOf(DdiException.class).hasMessageContaining("EINVAL");
    }

    @Test
    void afterCloseEveryAccessIsThatOfADeviceThatIsGone() {
        space.close();
        space.close();
        assertThatThrownBy(() -> space.read(0, 4)).isInstanceOfSatisfying(DdiException.class,
                refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EIO));
        assertThatThrownBy(() -> space.setInterrupt(true)).isInstanceOf(DdiException.class)
                .hasMessageStartingWith("EIO");
    }
}
