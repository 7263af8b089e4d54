package org.devmap.runtime.translation;

/**
 * The revocation stress as a program, for Java machines in other modes: seed, revocations. One line for each kind of
 * access, and frames, and one for each two revocations at once.
 */
final class RevocationProgram {

    private RevocationProgram() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        long seed = Long.parseLong(arguments[0]);
        int revocations = Integer.parseInt(arguments[1]);
        for (Behind kind : Behind.values()) {
            System.out.println(new RevocationStress(seed, revocations, kind, false).run());
            System.out.println(new RevocationStress(seed, revocations, kind, true).run());
            if (kind != Behind.MODELLED) {
                System.out.println(new LoopStress(kind.kind(), revocations).run());
            }
        }
        for (TwoRevokers.Second second : TwoRevokers.Second.values()) {
            System.out.println(new TwoRevokersStress(seed, revocations, second, false).run());
            System.out.println(new TwoRevokersStress(seed, revocations, second, true).run());
        }
    }
}
