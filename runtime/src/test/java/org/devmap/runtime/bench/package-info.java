/** What the tests of this module share: other threads, waited for on conditions and never for a time, and a plain memory provider. */
package org.devmap.runtime.bench;
