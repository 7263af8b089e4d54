/** What the logs of races say. */
package org.devmap.itests.races;
