/**
 * One page of memory that all applications share: an application that maps it.
 */
package org.devmap.examples.sharedpage.app;
