import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Writes a PNG picture in which neighbouring pixels differ, so that a shift, a swapped channel or a wrong stride shows.
 *
 * <p>Arguments: file, width, height.
 */
void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    int width = Integer.parseInt(arguments[1]);
    int height = Integer.parseInt(arguments[2]);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            picture.setRGB(x, y, colour(x, y));
        }
    }
    if (!ImageIO.write(picture, "png", file.toFile())) {
        throw new IOException("this JDK cannot write PNG pictures");
    }
}

private int colour(int x, int y) {
    int red = x * 5 + y & 0xff;
    int green = y * 3 + x & 0xff;
    int blue = x * y + 17 & 0xff;
    return red << 16 | green << 8 | blue;
}
