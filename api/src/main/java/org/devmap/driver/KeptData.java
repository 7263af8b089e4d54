package org.devmap.driver;

/**
 * What an unmap callback answers: the private data of the parts that remain (new_pvtp1 and new_pvtp2 in C). Data of a part
 * that does not remain is ignored.
 *
 * @param before the data of the part before the hole
 * @param after the data of the part after the hole
 * @param <P> type of the driver's private data
 */
public record KeptData<P>(P before, P after) {

    /**
     * Both parts keep, and share, the old data.
     *
     * @param data the data before the unmap
     * @param <P> type of the driver's private data
     * @return that data twice
     */
    public static <P> KeptData<P> unchanged(P data) {
        return new KeptData<>(data, data);
    }
}
