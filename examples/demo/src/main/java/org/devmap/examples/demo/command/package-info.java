/** The command {@code demo} itself: its arguments, its output, its exit status. */
package org.devmap.examples.demo.command;
