package org.devmap.examples.framebuffer.app;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Pictures for tests. */
final class Pictures {

    private Pictures() {
    }

    /** Pixels of any colour and any alpha, transparent ones that have a colour among them. */
    static BufferedImage random(int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return of(width, height, BufferedImage.TYPE_INT_ARGB, random);
    }

    /** A picture of any type of the JDK. */
    static BufferedImage ofType(int type, long seed) {
        return of(61, 43, type, new SplittableRandom(seed));
    }

    private static BufferedImage of(int width, int height, int type, SplittableRandom random) {
        BufferedImage picture = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, random.nextInt() & (random.nextInt(8) == 0 ? 0x00FFFFFF : -1));
            }
        }
        return picture;
    }
}
