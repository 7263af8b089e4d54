/**
 * A device that has been opened, as the framework sees it: {@link org.devmap.backend.uio.node.NodeOpener} puts it
 * together from what sysfs says, {@link org.devmap.backend.uio.node.OpenedDevice} holds what has to be given back.
 */
package org.devmap.backend.uio.node;
