package org.devmap.embed;

import org.devmap.DdiException;
import org.devmap.driver.RegisterHandle;
import org.devmap.dto.SystemSnapshot;
import org.osgi.annotation.versioning.ProviderType;

/** A running system as its operator sees it. Thread-safe. */
@ProviderType
public interface DevmapAdmin {

    /**
     * The whole state, for shells, metrics and tests. May be called from anywhere, also from inside a callback and while other
     * threads hold or wait for locks: it waits for none of them.
     *
     * @return a picture of each part, taken now; parts that change meanwhile may be of different moments
     */
    SystemSnapshot snapshot();

    /**
     * Detaches the driver from a node, by request: refused while it is in use.
     *
     * @param node the node's name
     * @throws DdiException ENOENT for an unknown node, EBUSY while opens or mappings remain (S-328), the driver's veto
     */
    void detach(String node) throws DdiException;

    /**
     * Attaches a driver to a node that has none.
     *
     * @param node the node's name
     * @throws DdiException ENOENT for an unknown node, ENXIO without a driver for it, what attach(9E) failed with
     */
    void attach(String node) throws DdiException;

    /**
     * Puts another nexus in charge of a node: one that has published a node of the same name and stands by. What applications and the
     * driver have mapped of the old device is the new one's from then on. The driver is suspended meanwhile, and the old nexus stands
     * by afterwards. Contents of registers are not copied.
     *
     * @param node the node's name
     * @param nexus the name of the nexus
     * @throws DdiException ENOENT for an unknown node or a nexus that does not stand by, EINVAL if its device has other register
     *         sets, EBUSY naming the driver if it cannot be suspended ({@link org.devmap.driver.Suspendable}) or refuses: then the
     *         old one stays in charge
     */
    void swap(String node, String nexus) throws DdiException;

    /**
     * A register set of a node, for tools.
     *
     * @param node the node's name
     * @param rnumber number of the set
     * @return access to the set; close it when done
     * @throws DdiException ENOENT for an unknown node, DDI_FAILURE for an unknown set
     */
    RegisterHandle registers(String node, int rnumber) throws DdiException;

    /**
     * project.max-locked-memory of a client. Lowering it below what is locked denies only what comes later.
     *
     * @param project the client
     * @param bytes the limit, unsigned; -1 (2^64-1) for unlimited
     */
    void setProjectLockedLimit(String project, long bytes);

    /**
     * zone.max-locked-memory: the limit of the whole system.
     *
     * @param bytes the limit, unsigned; -1 (2^64-1) for unlimited
     */
    void setZoneLockedLimit(long bytes);

    /**
     * Moves the memory that one provider holds to another one, with its contents, while applications and drivers use it: umem and
     * hosted register sets. An access that wants bytes on the move waits for them and happens once. Pieces move one after the
     * other, and one that cannot move stays with its contents: memory that a device reaches by DMA or that is shared with other
     * processes (EBUSY), and memory whose locked ranges do not end in time (EBUSY naming the holder). Swaps are serial: a second
     * one waits.
     *
     * @param request what is to move where, and how
     * @return what came of each piece
     * @throws DdiException ENOENT for a provider that there is not, EINVAL for a move to where it is
     */
    SwapReport swap(SwapRequest request) throws DdiException;
}
