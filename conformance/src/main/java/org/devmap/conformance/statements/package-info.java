/**
 * The tests: a class per section of chapter 3 of docs/semantics.md, a method per statement. A method is named as the sentence it
 * proves and marked with the number of its statement; how to write one is told in the README of this module.
 */
package org.devmap.conformance.statements;
