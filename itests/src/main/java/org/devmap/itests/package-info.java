/**
 * Tests that run inside an OSGi framework, once in Felix and once in Equinox, with everything of ours installed.
 *
 * <p>A test class here needs nothing but JUnit annotations: the bundle lists it by itself. The framework arrives through
 * osgi-test ({@code @InjectBundleContext}, {@code @InjectService}). What is installed stands in {@code common.bndrun}.
 */
package org.devmap.itests;
