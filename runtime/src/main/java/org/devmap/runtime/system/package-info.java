/**
 * A whole system, put together: plain Java with public constructors, so that it can be embedded and tested without a
 * framework. The declarative-services components in {@code org.devmap.runtime.component} are a thin shell around it.
 */
package org.devmap.runtime.system;
