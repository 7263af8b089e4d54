/**
 * Page validation, mapping handles, faults, context management, allocation, driver and backend binding, hot swap.
 */
package org.devmap.runtime;
