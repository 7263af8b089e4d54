/**
 * The access path: how a load or store of an application reaches memory, and how that is taken away from it.
 *
 * <p>A {@link org.devmap.runtime.translation.Translation} is what a processor's page table is for one handle: per page
 * the permissions (0: no translation) and the frames behind it. Segments and handles change it only through {@link
 * org.devmap.runtime.translation.Hat}. {@link org.devmap.runtime.translation.TranslatedMemory} is the processor: it
 * looks up, checks, accesses, and asks for a fault when it may not. Frames of memory refer to a {@link
 * org.devmap.runtime.translation.Residence}, which says where the memory lives now, so that it can move under live
 * translations.
 *
 * <h2>Two tiers</h2>
 * Every translation is guarded at first: an access looks its page up, and revoking is cheap. When there were as many
 * guarded accesses as cost about what revoking a window costs, which is measured, a {@link
 * org.devmap.runtime.translation.Window} is opened: its presence is the validity test, an access costs what raw memory
 * costs, and revoking is a handshake with every thread. So neither a mapping that is used briefly nor one that is used
 * for long costs more than twice what it would have cost in the better tier. After a revocation everything is guarded
 * again; where the window has paid, or would have if it had not come late, the next one is opened after a few accesses.
 *
 * <h2>Why the guarded tier does not slow the direct one down</h2>
 * A loop costs what raw memory costs only if a compiler has left the guarded path out of it: a call that may change
 * anything has to be followed by a fresh look at everything. Compilers leave out what their profile has never seen, and
 * that profile belongs to our methods, not to the loop: one mapping of registers, accessed some thousand times, and
 * every loop over any memory took 5 ns an access instead of 0.25, for as long as the machine ran. So the one condition
 * that decides between the tiers is put to an {@link org.devmap.runtime.translation.Expectation}, whose count is
 * forgotten, and with it the code made from it, when a memory gets its first window. Behind it are only the JDK's own
 * accesses. A loop that does meet both tiers again and again keeps both paths.
 *
 * <h2>What a direct access looks for, in which order</h2>
 * {@link org.devmap.runtime.translation.PlainMemory} looks for a window onto all of an ordinary memory: nothing of that
 * has to be read again in a loop, and nothing is. {@link org.devmap.runtime.translation.OrderedMemory} looks for one onto
 * all of a device memory: compilers must not move such accesses, and read everything again behind each; so it reads
 * little. {@link org.devmap.runtime.translation.DirectMemory} takes what is left: windows onto a part, memory that begins
 * unevenly, atomic and volatile accesses. Then comes {@link org.devmap.runtime.translation.GuardedMemory}.
 *
 * <h2>Why a guarded access never lands after unload has returned</h2>
 * Every access is made inside the {@link org.devmap.runtime.translation.Guard}: (1) mark a seat with the translation's
 * id, a volatile store; (2) read the page's permissions, a volatile load; (3) access; (4) clear the mark, a release
 * store. Whoever revokes (a) clears the permissions, a volatile store; (b) reads every seat, volatile loads, and waits
 * for those that hold this id to change. Volatile accesses are totally ordered. If (2) still saw the permission, it
 * came before (a), so (1) came before (b), and the revoker waits until (4). If it did not, the access is not made. The
 * access happens exactly once: nothing can interrupt it between (2) and (4), and nothing is ever repeated after (3).
 *
 * <h2>Why a direct access never lands after unload has returned</h2>
 * Here everything an access does is plain: (0) read the window from its field, or from one of the two that hold the
 * same window or none, depending on what it shows; (1) mark the seat with the window's id;
 * (2) read that field again, and go on only if it still holds that window; (3) access memory that nothing takes away;
 * (4) clear the mark. Whoever revokes, under the lock of the translation, (a) clears the permissions and the fields; (b)
 * meets every thread in a handshake; (c) waits for the seats that hold this id to change; (d) if there was one, meets
 * every thread again; (e) waits for the guarded accesses.
 *
 * <p>The handshake is what HotSpot does when a shared arena is closed. It stops each thread at a safepoint poll or
 * finds it in native code. The argument rests on what the arena itself rests on, and on nothing else:
 * <ul>
 * <li><b>At a poll effects are in program order.</b> Whatever compilers have merged, moved or left out, there the mark
 * is what the program says. So after (b) a thread was either between (1) and (4), and (c) sees its mark; or before (1)
 * or behind (4), and will pass (2) again before its next access.</li>
 * <li><b>It passes (2) with a fresh look.</b> A compiled loop may have read the field before it began. Closing an arena
 * gives up every compiled frame it stops in that contains a scoped access, for then the arena's own state may have been
 * read early too; the frame goes on in the interpreter, at the poll. (3) is such an access, to a segment that is never
 * closed: code that has (2) and (3) is given up, and where (3) is called instead of inlined, the call itself forbids to
 * read the field early.</li>
 * <li><b>A cleared mark alone proves nothing.</b> A compiler may clear it (4) before it accesses (3), if there is no
 * poll between. Hence (d): a thread that was seen inside the mark has reached a poll behind both.</li>
 * </ul>
 * No access ends in an exception because of a revocation, so each happens exactly once; this is why loads are marked
 * like stores, and not made through a segment of an arena that revoking closes. That would be possible for loads of
 * memory, which may be repeated; but HotSpot interrupts a thread ({@link java.lang.Thread#interrupt}) that it finds
 * inside such an access, and nobody could tell that from a signal. A virtual thread has no seat and is guarded.
 *
 * <h2>Why of two revocations at once none returns early</h2>
 * Whoever comes second may find nothing left to take away: no permission, no window. It returns without a wait, though
 * accesses are under way that the first one waits for. But it looks under the lock of the translation, which the first
 * one gives back when (e) is over. So do a suspension, which puts aside what it finds and not what an unload has taken,
 * and the quiescing of a table that was unloaded: it meets windows that are closed, not such as are forgotten.
 *
 * <h2>Why nothing is lost when memory moves</h2>
 * Between (2) and (3) an access reads the place of its bytes, a volatile load (2a) of the residence's place and, if
 * that is mixed, another one (2b) of the chunk's entry. If they are on the move it is not made: it clears the mark,
 * waits outside the guard, and begins again. Whoever moves bytes (a) declares them on the move, a volatile store to
 * what (2a) or (2b) reads; (b) quiesces every table that shows them: reads every seat and waits for those that hold the
 * table's id to change; (c) copies; (d) declares where they are now, a volatile store; (e) gives the old memory back.
 * <ul>
 * <li><b>No update is lost.</b> An access that found the old place read it before (a) in the total order of volatile
 * accesses, so its mark (1) came before (b), and (b) waits for (4). What it stored happens before (4), a release store
 * that (b) reads, and so before the copy (c).</li>
 * <li><b>No access is early.</b> One that finds the new place has read (d), and (c) happens before (d): it sees all
 * that was copied.</li>
 * <li><b>No access is late.</b> From (a) to (d) nobody finds a place; after (d) nobody finds the old one. So nobody is
 * in the old memory after (b), and (e) is safe. Chunks need no more: their memory is the same object before and after
 * the move of the others, and an access or a run inside one guard never crosses the border of a chunk.
 * Chunks that move together are several (a) before one (b), and several (d) behind their copies: the argument is that
 * of each of them.</li>
 * <li><b>No table is missed.</b> A table joins the audience before its first page is loaded. If (b) does not see it, it
 * joined after (a), and so did the first access through it.</li>
 * </ul>
 * A window is opened only while all of the memory has settled in one place, under the lock that (b) takes: so (b)
 * closes it, and direct accesses are accesses that (b) waits for. A run of a bulk operation reads the place once and
 * relies on it until (4), even if the place is divided into chunks meanwhile: the first chunk that moves waits for it.
 *
 * <p>Modelled registers may take long, so they are accessed outside the guard, under the read side of a lock whose
 * write side the revoker passes through after (a); the same argument holds.
 */
package org.devmap.runtime.translation;
