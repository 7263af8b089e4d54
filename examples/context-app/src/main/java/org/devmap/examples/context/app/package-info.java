/**
 * A device that several applications use in turn: an application that maps it.
 */
package org.devmap.examples.context.app;
