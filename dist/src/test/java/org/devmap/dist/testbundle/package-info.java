/** What the launcher's tests pack into a bundle of their own. */
package org.devmap.dist.testbundle;
