/**
 * Gogo commands that show and steer devices, mappings and backends.
 */
package org.devmap.shell;
