/**
 * The runtime in an OSGi framework: one system, fed by the whiteboard. Providers, nexuses and drivers come and go as
 * services; client bundles get address spaces as services. Nothing here knows how devmap works.
 */
package org.devmap.runtime.component;
