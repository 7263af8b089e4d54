package org.devmap.examples.framebuffer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.examples.demo.BadInput;
import org.devmap.examples.demo.DemoOptions;
import org.devmap.examples.demo.Narrator;
import org.devmap.examples.framebuffer.FramebufferDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramebufferApplicationTest {

    @TempDir
    private Path directory;

    private final DevmapSystem system = DevmapSystem.create(
            SystemConfiguration.builder().clock(new ManualClock()).discoverBackends().build());
    private final FramebufferApplication application =
            new FramebufferApplication(system.spaces().create("painter"), system.spaces());
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final Narrator narrator = new Narrator(new PrintStream(told, true));

    @BeforeEach
    void register() {
        system.registerDriver(new FramebufferDriver(), "framebuffer");
    }

    @AfterEach
    void close() {
        system.close();
    }

    /** Plays with a picture in a file, and answers what was left. */
    private BufferedImage play(Path image) throws Exception {
        Path out = directory.resolve("out.png");
        DemoOptions options = new DemoOptions(Optional.ofNullable(image), out);
        application.check(options);
        application.play(options, narrator);
        return ImageIO.read(out.toFile());
    }

    private Path file(BufferedImage picture, String format) throws IOException {
        Path file = directory.resolve("picture." + format);
        assertThat(ImageIO.write(picture, format, file.toFile())).as("a writer for %s", format).isTrue();
        return file;
    }

    private static void assertSame(BufferedImage came, BufferedImage expected) {
        assertThat(came.getWidth()).isEqualTo(expected.getWidth());
        assertThat(came.getHeight()).isEqualTo(expected.getHeight());
        assertThat(pixels(came)).isEqualTo(pixels(expected));
    }

    private static int[] pixels(BufferedImage picture) {
        return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }

    @Test
    void withoutAnImageDrawsOneAndLeavesIt() throws Exception {
        assertSame(play(null), DuskPicture.draw(640, 480));
        assertThat(told.toString()).contains("640 x 480", "0 pixels differ");
        assertThat(narrator.checks()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "641, 3", "1024, 1024", "4096, 256", "3, 1000"})
    void aPictureOfAnySizeThatFitsComesBackPixelByPixelWithItsAlpha(int width, int height) throws Exception {
        BufferedImage picture = Pictures.random(width, height, width);
        assertSame(play(file(picture, "png")), picture);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_4BYTE_ABGR, BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_USHORT_565_RGB})
    void aPictureOfAnyKindComesBackAsTheJDKSeesIt(int type) throws Exception {
        Path file = file(Pictures.ofType(type, type), "png");
        assertSame(play(file), ImageIO.read(file.toFile()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "gif", "bmp", "tiff"})
    void aPictureOfAnyFormatComesBackAsTheJDKSeesIt(String format) throws Exception {
        Path file = file(Pictures.ofType(BufferedImage.TYPE_INT_RGB, 7), format);
        assertSame(play(file), ImageIO.read(file.toFile()));
    }

    @Test
    void aPictureThatDoesNotFitIsRefusedBeforeAnythingIsDrawn() throws IOException {
        Path file = file(new BufferedImage(16385, 1024, BufferedImage.TYPE_BYTE_BINARY), "png");
        assertThatThrownBy(() -> play(file)).isInstanceOf(BadInput.class)
                .hasMessageContaining("16385 x 1024 pixels need 67112960 bytes, the device memory has 67108864");
        assertThat(told.toString()).isEmpty();
    }

    @Test
    void aFileThatIsNoPictureIsRefusedBeforeAnythingIsDrawn() throws IOException {
        Path file = Files.writeString(directory.resolve("text.png"), "no picture");
        assertThatThrownBy(() -> play(file)).isInstanceOf(BadInput.class).hasMessageContaining("is no picture");
        assertThat(told.toString()).isEmpty();
    }

    @Test
    void isPlayedAsOftenAsWantedWithPicturesOfDifferentSizes() throws Exception {
        BufferedImage large = Pictures.random(800, 600, 1);
        BufferedImage small = Pictures.random(20, 10, 2);
        assertSame(play(file(large, "png")), large);
        assertSame(play(file(small, "png")), small);
        assertSame(play(file(large, "png")), large);
    }
}
