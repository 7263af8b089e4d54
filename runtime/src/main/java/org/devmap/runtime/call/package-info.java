/**
 * Who is calling: the stack of frames {process, kind, fault} that every thread carries while it is inside an operation
 * of the runtime. It answers "the calling process" of the manual pages and what may be called where (section 2.27).
 */
package org.devmap.runtime.call;
