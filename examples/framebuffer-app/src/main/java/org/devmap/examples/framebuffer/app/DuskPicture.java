package org.devmap.examples.framebuffer.app;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * The picture for whoever gives none: mirror balls on a chequered floor at dusk, traced ray by ray. Drawn without fonts and
 * graphics devices, so that it comes out on every machine; its sky is a little transparent, to see that alpha survives.
 */
final class DuskPicture {

    private static final int SAMPLES = 2;
    private static final int REFLECTIONS = 4;
    private static final double NEAR = 1e-6;

    private static final Vector EYE = new Vector(0, 1.1, -5.2);
    private static final Vector SUN = new Vector(-0.55, 0.42, 0.75).unit();
    private static final Vector ZENITH = new Vector(0.10, 0.16, 0.38);
    private static final Vector HORIZON = new Vector(1.00, 0.62, 0.36);
    private static final Vector LIGHT_TILE = new Vector(0.93, 0.90, 0.84);
    private static final Vector DARK_TILE = new Vector(0.12, 0.17, 0.22);

    private static final List<Ball> BALLS = List.of(
            new Ball(new Vector(0, 1, 0.6), 1, new Vector(0.95, 0.96, 1), 0.75),
            new Ball(new Vector(-1.75, 0.6, -0.2), 0.6, new Vector(0.95, 0.16, 0.12), 0.16),
            new Ball(new Vector(1.6, 0.5, -0.7), 0.5, new Vector(0.06, 0.66, 0.42), 0.18),
            new Ball(new Vector(0.35, 0.28, -1.5), 0.28, new Vector(1.00, 0.70, 0.10), 0.25),
            new Ball(new Vector(2.9, 0.8, 2.4), 0.8, new Vector(0.20, 0.30, 0.90), 0.25));

    /** A ball on the floor; mirror is the share of light that it reflects. */
    private record Ball(Vector centre, double radius, Vector colour, double mirror) {

        /** How far along the ray it is hit; infinity if not. */
        double distance(Vector from, Vector direction) {
            Vector path = from.minus(centre);
            double half = path.dot(direction);
            double square = half * half - path.dot(path) + radius * radius;
            double distance = -half - Math.sqrt(square);
            return distance > NEAR ? distance : Double.POSITIVE_INFINITY;
        }
    }

    private DuskPicture() {
    }

    /** Draws it. */
    static BufferedImage draw(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, pixel(x, y, width, height));
            }
        }
        return picture;
    }

    private static int pixel(int x, int y, int width, int height) {
        Vector sum = new Vector(0, 0, 0);
        for (int i = 0; i < SAMPLES * SAMPLES; i++) {
            double right = (x + (i % SAMPLES + 0.5) / SAMPLES - width / 2.0) / height;
            double up = (height / 2.0 - y - (i / SAMPLES + 0.5) / SAMPLES) / height;
            sum = sum.plus(trace(EYE, new Vector(right, up - 0.06, 1).unit(), REFLECTIONS));
        }
        Vector colour = sum.times(1.0 / (SAMPLES * SAMPLES));
        int alpha = Math.min(255, 192 + 128 * y / height);
        return alpha << 24 | level(colour.x()) << 16 | level(colour.y()) << 8 | level(colour.z());
    }

    private static int level(double light) {
        return (int) Math.round(255 * Math.sqrt(Math.clamp(light, 0, 1)));
    }

    private static Vector trace(Vector from, Vector direction, int reflections) {
        double floor = direction.y() < 0 ? -from.y() / direction.y() : Double.POSITIVE_INFINITY;
        Ball ball = nearest(from, direction);
        if (ball != null && ball.distance(from, direction) < floor) {
            Vector hit = from.plus(direction.times(ball.distance(from, direction)));
            Vector normal = hit.minus(ball.centre()).unit();
            return shade(hit, normal, direction, ball.colour(), ball.mirror(), reflections);
        }
        if (floor < Double.POSITIVE_INFINITY) {
            return floor(from.plus(direction.times(floor)), floor, direction, reflections);
        }
        return sky(direction);
    }

    private static Vector floor(Vector hit, double distance, Vector direction, int reflections) {
        boolean light = Math.floorMod((long) Math.floor(hit.x() + 0.35) + (long) Math.floor(hit.z()), 2) == 0;
        Vector tile = shade(hit, new Vector(0, 1, 0), direction, light ? LIGHT_TILE : DARK_TILE, 0.12, reflections);
        return tile.towards(HORIZON.times(0.8), 1 - Math.exp(-distance / 22));
    }

    /** Sunlight and skylight on a surface, its highlight, and what it mirrors. */
    private static Vector shade(Vector hit, Vector normal, Vector direction, Vector colour, double mirror, int reflections) {
        boolean lit = nearest(hit, SUN) == null;
        double sun = lit ? Math.max(0, normal.dot(SUN)) : 0;
        Vector own = colour.times(0.22 + 0.85 * sun);
        Vector reflected = direction.minus(normal.times(2 * direction.dot(normal)));
        double highlight = lit ? Math.pow(Math.max(0, reflected.dot(SUN)), 60) : 0;
        Vector seen = reflections == 0 ? own : own.towards(trace(hit, reflected, reflections - 1), mirror);
        return seen.plus(new Vector(1, 0.85, 0.65).times(highlight));
    }

    private static Vector sky(Vector direction) {
        Vector blue = HORIZON.towards(ZENITH, Math.pow(Math.clamp(direction.y() * 1.6, 0, 1), 0.55));
        double glow = Math.pow(Math.max(0, direction.dot(SUN)), 24);
        return blue.plus(new Vector(0.9, 0.5, 0.2).times(glow));
    }

    private static Ball nearest(Vector from, Vector direction) {
        Ball nearest = null;
        double shortest = Double.POSITIVE_INFINITY;
        for (Ball ball : BALLS) {
            double distance = ball.distance(from, direction);
            if (distance < shortest) {
                shortest = distance;
                nearest = ball;
            }
        }
        return nearest;
    }
}
