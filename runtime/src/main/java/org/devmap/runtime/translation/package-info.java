/**
 * The access path: how a load or store of an application reaches memory, and how that is taken away from it.
 *
 * <p>A {@link org.devmap.runtime.translation.Translation} is what a processor's page table is for one handle: per page the
 * permissions (0: no translation) and the frames behind it. Segments and handles change it only through
 * {@link org.devmap.runtime.translation.Hat}. {@link org.devmap.runtime.translation.TranslatedMemory} is the processor: it looks up,
 * checks, accesses, and asks for a fault when it may not.
 *
 * <h2>Why an access never lands after unload has returned</h2>
 * Every access is made inside the {@link org.devmap.runtime.translation.Guard}: (1) mark a slot with the translation's id, a
 * volatile store; (2) read the page's permissions, a volatile load; (3) access; (4) clear the mark, a release store. Whoever revokes
 * (a) clears the permissions, a volatile store; (b) reads every slot, volatile loads, and waits for those that hold this id to change.
 * Volatile accesses are totally ordered. If (2) still saw the permission, it came before (a), so (1) came before (b), and the
 * revoker waits until (4). If it did not, the access is not made. The access happens exactly once: nothing can interrupt it between
 * (2) and (4), and nothing is ever repeated after (3).
 *
 * <p>Modelled registers may take long, so they are accessed outside the guard, under the read side of a lock whose write side the
 * revoker passes through after (a); the same argument holds.
 */
package org.devmap.runtime.translation;
