/** What is measured with: a devmap system with one device, made through the public API like anybody's. */
package org.devmap.benchmarks.device;
