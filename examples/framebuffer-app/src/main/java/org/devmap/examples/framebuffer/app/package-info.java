/**
 * A screen whose pixels are mapped memory: an application that maps it.
 */
package org.devmap.examples.framebuffer.app;
