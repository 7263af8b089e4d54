/**
 * A device that several applications use in turn: the driver.
 */
package org.devmap.examples.context;
