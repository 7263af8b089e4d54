/** The kinds of devices that come with the backend, and the configuration that makes them. */
package org.devmap.backend.sim.device;
