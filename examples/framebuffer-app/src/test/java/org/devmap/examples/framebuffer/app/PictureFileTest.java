package org.devmap.examples.framebuffer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.devmap.examples.demo.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {

    private static final long PLENTY = 4 << 20;

    @TempDir
    private Path directory;

    @Test
    void writesAndReadsAllFourBytesOfEveryPixel() throws IOException, BadInput {
        BufferedImage picture = Pictures.random(37, 23, 1);
        Path file = directory.resolve("picture.png");
        PictureFile.write(picture, file);
        assertThat(PictureFile.difference(picture, PictureFile.read(file, PLENTY))).isZero();
    }

    @Test
    void writingReplacesWhatWasThereEvenIfThatWasLonger() throws IOException, BadInput {
        Path file = directory.resolve("picture.png");
        PictureFile.write(Pictures.random(100, 100, 2), file);
        BufferedImage small = Pictures.random(2, 2, 3);
        PictureFile.write(small, file);
        assertThat(PictureFile.difference(small, PictureFile.read(file, PLENTY))).isZero();
        assertThat(Files.size(file)).isLessThan(200);
    }

    @Test
    void countsThePixelsThatDifferIfOnlyInAlpha() {
        BufferedImage picture = Pictures.random(10, 10, 4);
        BufferedImage other = Pictures.random(10, 10, 4);
        other.setRGB(3, 3, other.getRGB(3, 3) ^ 0x01000000);
        other.setRGB(9, 9, other.getRGB(9, 9) ^ 1);
        assertThat(PictureFile.difference(picture, other)).isEqualTo(2);
        assertThat(PictureFile.difference(picture, Pictures.random(10, 11, 4))).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no picture at all", "\u0089PNG\r\n\u001a\n", "GIF89a", "BM"})
    void aFileThatIsNoPictureIsRefusedWithOneLine(String contents) throws IOException {
        Path file = Files.write(directory.resolve("text.png"), contents.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> PictureFile.read(file, PLENTY)).isInstanceOf(BadInput.class)
                .hasMessageContaining(file + ": is no picture that can be read").message().hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void aPictureThatWasCutOffIsRefusedOrReadAsFarAsItGoes(String format) throws IOException {
        BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, 64, 64, Pictures.random(64, 64, 5).getRGB(0, 0, 64, 64, null, 0, 64), 0, 64);
        Path whole = directory.resolve("whole." + format);
        assertThat(ImageIO.write(picture, format, whole.toFile())).isTrue();
        byte[] bytes = Files.readAllBytes(whole);
        for (int length = 0; length < bytes.length; length += 97) {
            Path file = Files.write(directory.resolve("cut." + format), Arrays.copyOf(bytes, length));
            try {
                assertThat(PictureFile.read(file, PLENTY).getWidth()).isEqualTo(64);
            } catch (BadInput e) {
                assertThat(e).hasMessageContaining(file + ": is no picture that can be read").message().hasLineCount(1);
            }
        }
    }

    @Test
    void aPictureThatIsTooLargeIsRefusedWithBothSizesBeforeItIsDecoded() throws IOException {
        Path file = directory.resolve("large.png");
        PictureFile.write(new BufferedImage(101, 10, BufferedImage.TYPE_INT_ARGB), file);
        assertThatThrownBy(() -> PictureFile.read(file, 4000)).isInstanceOf(BadInput.class)
                .hasMessage(file + ": 101 x 10 pixels need 4040 bytes, the device memory has 4000; give a smaller picture");
    }

    @Test
    void aPictureThatJustFitsIsRead() throws IOException, BadInput {
        Path file = directory.resolve("fits.png");
        PictureFile.write(new BufferedImage(100, 10, BufferedImage.TYPE_INT_ARGB), file);
        assertThat(PictureFile.read(file, 4000).getWidth()).isEqualTo(100);
    }
}
