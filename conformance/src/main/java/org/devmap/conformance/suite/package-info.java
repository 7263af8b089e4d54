/**
 * The suite itself: the {@linkplain org.devmap.conformance.suite.Catalogue statements} as docs/semantics.md has them, the
 * {@linkplain org.devmap.conformance.suite.Section sections} with the classes that test them, how one
 * {@linkplain org.devmap.conformance.suite.StatementMethod test} runs and what it comes to, and the
 * {@linkplain org.devmap.conformance.suite.Trace trace} from statement to test to result.
 */
package org.devmap.conformance.suite;
