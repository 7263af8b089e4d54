package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.test.common.annotation.InjectService;

/** The command {@code demo} with the drivers, applications and backends as the framework brought them together. */
class DemoTest {

    /** Raw, because a service has no type arguments. */
    @SuppressWarnings("rawtypes")
    @InjectService(filter = "(devmap.command=demo)", timeout = DevmapBundles.SERVICE_TIMEOUT)
    Function demo;

    @TempDir
    Path directory;

    @Test
    void aPictureGoesThroughMappedMemoryPixelByPixel() throws IOException {
        BufferedImage picture = new BufferedImage(317, 211, BufferedImage.TYPE_INT_ARGB);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 317 * 211; i++) {
            picture.setRGB(i % 317, i / 317, random.nextInt());
        }
        Path image = directory.resolve("image.png");
        Path out = directory.resolve("out.png");
        assertThat(ImageIO.write(picture, "png", image.toFile())).isTrue();
        assertThat(demo("--out", out.toString(), image.toString())).isEqualTo(0);
        BufferedImage seen = ImageIO.read(out.toFile());
        assertThat(pixels(seen)).isEqualTo(pixels(picture));
    }

    @Test
    void badInputEndsWith2AndLeavesNothing() {
        Path out = directory.resolve("out.png");
        assertThat(demo("--out", out.toString(), directory.resolve("none.png").toString())).isEqualTo(2);
        assertThat(Files.exists(out)).isFalse();
    }

    /** The memory of the screen moves between real backends, and every step of that fails once. */
    @Test
    void nothingIsLostWhileTheMemoryOfTheScreenMoves() {
        assertThat(demo("swap")).isEqualTo(0);
    }

    @SuppressWarnings("unchecked")
    private Object demo(String... arguments) {
        return demo.apply(List.of(arguments));
    }

    private static int[] pixels(BufferedImage picture) {
        return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }
}
