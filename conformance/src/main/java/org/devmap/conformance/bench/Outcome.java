package org.devmap.conformance.bench;

import java.util.Optional;
import org.devmap.AccessInterrupted;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.FaultException;
import org.devmap.MemoryFault;
import org.devmap.NoProgress;
import org.devmap.Panic;
import org.devmap.SignalCode;

/**
 * What came of a call or an access, as a value: success, a datum, an errno, a fault code, a signal, a panic. Two outcomes are
 * equal if they read the same.
 */
public final class Outcome {

    private static final String DEFECT = "exception ";

    private final String text;
    private final Throwable failure;

    private Outcome(String text, Throwable failure) {
        this.text = text;
        this.failure = failure;
    }

    /**
     * Does something and tells what came of it.
     *
     * @param step what to do
     * @return the outcome
     * @throws AssertionError if it ended in a way that no outcome stands for; that is its cause
     */
    public static Outcome of(Step step) {
        try {
            step.run();
            return success();
        } catch (Exception failure) {
            return of(failure);
        }
    }

    private static Outcome of(Exception failure) {
        Outcome outcome = thrown(failure);
        if (outcome.isDefect()) {
            throw new AssertionError("ended with " + failure, failure);
        }
        return outcome;
    }

    /**
     * What an exception stands for.
     *
     * @param failure the exception
     * @return the outcome; of an exception that nothing in the specification answers to, one that only says what it is
     */
    public static Outcome thrown(Exception failure) {
        return switch (failure) {
            case DdiException ddi -> new Outcome(errno(ddi.errno()).text, ddi);
            case FaultException fault -> new Outcome(code(fault.code()).text, fault);
            case AccessInterrupted interrupted -> new Outcome(interrupted().text, interrupted);
            case NoProgress stuck -> new Outcome(noProgress().text, stuck);
            case MemoryFault fault -> new Outcome(signal(fault.signalCode(), fault.code()).text, fault);
            case Panic panic -> new Outcome(panic().text, panic);
            default -> new Outcome(DEFECT + failure, failure);
        };
    }

    /**
     * A normal return.
     *
     * @return the outcome
     */
    public static Outcome success() {
        return new Outcome("success", null);
    }

    /**
     * A read that delivered a datum.
     *
     * @param datum the datum
     * @return the outcome
     */
    public static Outcome value(long datum) {
        return new Outcome("value " + Call.text(datum), null);
    }

    /**
     * A failure with a number.
     *
     * @param errno the number
     * @return the outcome
     */
    public static Outcome errno(Errno errno) {
        return new Outcome(errno.name(), null);
    }

    /**
     * The bare failure that C writes as -1.
     *
     * @return the outcome
     */
    public static Outcome ddiFailure() {
        return errno(Errno.DDI_FAILURE);
    }

    /**
     * A fault code, of load, unload and their like.
     *
     * @param code the code
     * @return the outcome
     */
    public static Outcome code(FaultCode code) {
        return new Outcome("fault code " + code, null);
    }

    /**
     * FC_MAKE_ERR(errno) as the result of load, unload and their like.
     *
     * @param errno the number it carries
     * @return the outcome
     */
    public static Outcome code(Errno errno) {
        return code(FaultCode.makeErr(errno));
    }

    /**
     * SIGSEGV MAPERR: nothing mapped there, FC_NOMAP.
     *
     * @return the outcome
     */
    public static Outcome segvMaperr() {
        return signal(SignalCode.MAPERR, FaultCode.NOMAP);
    }

    /**
     * SIGSEGV ACCERR: the protection forbids it, FC_PROT.
     *
     * @return the outcome
     */
    public static Outcome segvAccerr() {
        return signal(SignalCode.ACCERR, FaultCode.PROT);
    }

    /**
     * SIGBUS OBJERR with an si_errno.
     *
     * @param siErrno the number the fault code carries, 16777215 for -1
     * @return the outcome
     */
    public static Outcome sigbus(int siErrno) {
        return signal(SignalCode.OBJERR, FaultCode.makeErr(siErrno));
    }

    /**
     * SIGBUS OBJERR with an errno.
     *
     * @param errno the number the fault code carries
     * @return the outcome
     */
    public static Outcome sigbus(Errno errno) {
        return sigbus(errno.value());
    }

    /**
     * A signal.
     *
     * @param why its si_code, which tells which signal it is
     * @param code the result of the fault
     * @return the outcome
     */
    public static Outcome signal(SignalCode why, FaultCode code) {
        String signal = switch (why) {
            case MAPERR, ACCERR -> "SIGSEGV";
            case ADRALN, ADRERR, OBJERR -> "SIGBUS";
            case NONE -> "no signal";
        };
        return new Outcome("%s %s, fault result %s".formatted(signal, why, code), null);
    }

    /**
     * Interrupted without a signal, fault result 0x0403.
     *
     * @return the outcome
     */
    public static Outcome interrupted() {
        return new Outcome("interrupted, no signal, fault result " + FaultCode.makeErr(Errno.EINTR), null);
    }

    /**
     * Success twice without a translation.
     *
     * @return the outcome
     */
    public static Outcome noProgress() {
        return new Outcome("no progress, fault result 0", null);
    }

    /**
     * PANIC.
     *
     * @return the outcome
     */
    public static Outcome panic() {
        return new Outcome("PANIC", null);
    }

    /**
     * What was thrown.
     *
     * @return the exception; empty for success, and for an outcome that was only expected
     */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    private boolean isDefect() {
        return text.startsWith(DEFECT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Outcome that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
