/**
 * The runnable distribution: a launcher, an OSGi framework and the bundles.
 */
package org.devmap.dist;
