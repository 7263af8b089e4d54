/**
 * The access path: how a load or store of an application reaches memory, and how that is taken away from it.
 *
 * <p>A {@link org.devmap.runtime.translation.Translation} is what a processor's page table is for one handle: per page the
 * permissions (0: no translation) and the frames behind it. Segments and handles change it only through
 * {@link org.devmap.runtime.translation.Hat}. {@link org.devmap.runtime.translation.TranslatedMemory} is the processor: it looks up,
 * checks, accesses, and asks for a fault when it may not. Frames of memory refer to a
 * {@link org.devmap.runtime.translation.Residence}, which says where the memory lives now, so that it can move under live
 * translations.
 *
 * <h2>Why an access never lands after unload has returned</h2>
 * Every access is made inside the {@link org.devmap.runtime.translation.Guard}: (1) mark a slot with the translation's id, a
 * volatile store; (2) read the page's permissions, a volatile load; (3) access; (4) clear the mark, a release store. Whoever revokes
 * (a) clears the permissions, a volatile store; (b) reads every slot, volatile loads, and waits for those that hold this id to change.
 * Volatile accesses are totally ordered. If (2) still saw the permission, it came before (a), so (1) came before (b), and the
 * revoker waits until (4). If it did not, the access is not made. The access happens exactly once: nothing can interrupt it between
 * (2) and (4), and nothing is ever repeated after (3).
 *
 * <h2>Why nothing is lost when memory moves</h2>
 * Between (2) and (3) an access reads the place of its bytes, a volatile load (2a) of the residence's place and, if that is mixed,
 * another one (2b) of the chunk's entry. If they are on the move it is not made: it clears the mark, waits outside the guard, and
 * begins again. Whoever moves bytes (a) declares them on the move, a volatile store to what (2a) or (2b) reads; (b) quiesces every
 * table that shows them: reads every slot and waits for those that hold the table's id to change; (c) copies; (d) declares where
 * they are now, a volatile store; (e) gives the old memory back.
 * <ul>
 * <li><b>No update is lost.</b> An access that found the old place read it before (a) in the total order of volatile accesses, so
 * its mark (1) came before (b), and (b) waits for (4). What it stored happens before (4), a release store that (b) reads, and so
 * before the copy (c).</li>
 * <li><b>No access is early.</b> One that finds the new place has read (d), and (c) happens before (d): it sees all that was
 * copied.</li>
 * <li><b>No access is late.</b> From (a) to (d) nobody finds a place; after (d) nobody finds the old one. So nobody is in the old
 * memory after (b), and (e) is safe. Chunks need no more: their memory is the same object before and after the move of the others,
 * and an access or a run inside one guard never crosses the border of a chunk.</li>
 * <li><b>No table is missed.</b> A table joins the audience before its first page is loaded. If (b) does not see it, it joined
 * after (a), and so did the first access through it.</li>
 * </ul>
 * A run of a bulk operation reads the place once and relies on it until (4), even if the place is divided into chunks meanwhile:
 * the first chunk that moves waits for it.
 *
 * <p>Modelled registers may take long, so they are accessed outside the guard, under the read side of a lock whose write side the
 * revoker passes through after (a); the same argument holds.
 */
package org.devmap.runtime.translation;
