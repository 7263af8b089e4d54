/**
 * One page of memory that all applications share: the driver.
 */
package org.devmap.examples.sharedpage;
