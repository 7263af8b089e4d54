import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Compares two pictures pixel by pixel; ends with 1 and the first difference if there is one.
 *
 * <p>Arguments: the file that is right, the file to check.
 */
void main(String[] arguments) throws IOException {
    BufferedImage expected = read(arguments[0]);
    BufferedImage actual = read(arguments[1]);
    if (expected.getWidth() != actual.getWidth() || expected.getHeight() != actual.getHeight()) {
        fail("the picture is %d x %d pixels and should be %d x %d".formatted(
                actual.getWidth(), actual.getHeight(), expected.getWidth(), expected.getHeight()));
    }
    int wrong = 0;
    String first = "";
    for (int y = 0; y < expected.getHeight(); y++) {
        for (int x = 0; x < expected.getWidth(); x++) {
            int want = expected.getRGB(x, y);
            int got = actual.getRGB(x, y);
            if (want != got && wrong++ == 0) {
                first = "pixel %d,%d is %08x and should be %08x".formatted(x, y, got, want);
            }
        }
    }
    int all = expected.getWidth() * expected.getHeight();
    if (wrong > 0) {
        fail("%d of %d pixels are wrong; first %s".formatted(wrong, all, first));
    }
    IO.println("pictures: all %d pixels are equal".formatted(all));
}

private BufferedImage read(String file) throws IOException {
    BufferedImage picture = ImageIO.read(Path.of(file).toFile());
    if (picture == null) {
        throw new IOException(file + " is no picture this JDK can read");
    }
    return picture;
}

private void fail(String message) {
    System.err.println("pictures: " + message);
    System.exit(1);
}
