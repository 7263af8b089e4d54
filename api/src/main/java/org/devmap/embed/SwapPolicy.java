package org.devmap.embed;

/** When memory that is in use moves without a command. Whatever the policy, it moves when its provider has left. */
public enum SwapPolicy {
    /** It stays: a better provider hosts new memory only. */
    STAY,
    /** It moves to whoever hosts new memory, as soon as that changes. */
    FOLLOW_RANKING
}
