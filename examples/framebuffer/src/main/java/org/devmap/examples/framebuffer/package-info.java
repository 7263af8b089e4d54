/**
 * A screen whose pixels are mapped memory: the driver.
 */
package org.devmap.examples.framebuffer;
