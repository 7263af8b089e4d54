package org.devmap.examples.framebuffer.app;

/** A point, a direction, or a colour of red, green and blue from 0 to 1. */
record Vector(double x, double y, double z) {

    Vector plus(Vector other) {
        return new Vector(x + other.x, y + other.y, z + other.z);
    }

    Vector minus(Vector other) {
        return plus(other.times(-1));
    }

    Vector times(double factor) {
        return new Vector(x * factor, y * factor, z * factor);
    }

    double dot(Vector other) {
        return x * other.x + y * other.y + z * other.z;
    }

    Vector unit() {
        return times(1 / Math.sqrt(dot(this)));
    }

    /** Between this (0) and the other (1). */
    Vector towards(Vector other, double share) {
        return times(1 - share).plus(other.times(share));
    }
}
