package dev.drover.transfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way to end transfers from outside: whoever holds it cancels or suspends, and every transfer that was given it ends
 * with {@link ErrorClass#CANCELLED}, also out of a pause or a blocked read. Once only; thread-safe.
 */
public final class Cancellation {
    private enum State {
        RUNNING,
        SUSPENDED,
        CANCELLED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final List<Runnable> hooks = new ArrayList<>();
    private State state = State.RUNNING;

    /** Ends the transfer for good: its partial file is removed. */
    public void cancel() {
        end(State.CANCELLED);
    }

    /** Ends the transfer because the program stops: a partial file that a later attempt can find is kept. */
    public void suspend() {
        end(State.SUSPENDED);
    }

    public boolean isCancelled() {
        return state() != State.RUNNING;
    }

    /** Whether the program stops, rather than that somebody wants the end. */
    public boolean isSuspended() {
        return state() == State.SUSPENDED;
    }

    /** Waits until it is cancelled or the time has passed; true when it is cancelled. */
    public boolean await(Duration length) throws InterruptedException {
        lock.lock();
        try {
            long left = length.toNanos();
            while (state == State.RUNNING && left > 0) {
                left = ended.awaitNanos(left);
            }
            return state != State.RUNNING;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Goes on, unless it is cancelled.
     *
     * @throws TransferException of class CANCELLED
     */
    public void check() throws TransferException {
        switch (state()) {
            case RUNNING -> {}
            case SUSPENDED ->
                throw new TransferException(ErrorClass.CANCELLED, "The transfer was stopped because the program stops");
            case CANCELLED -> throw new TransferException(ErrorClass.CANCELLED, "The transfer was cancelled");
        }
    }

    /** Has a hook run on cancellation, at once if that has come already, until the handle is closed. */
    public Hook onCancel(Runnable hook) {
        boolean now;
        lock.lock();
        try {
            now = state != State.RUNNING;
            if (!now) {
                hooks.add(hook);
            }
        } finally {
            lock.unlock();
        }
        if (now) {
            hook.run();
        }
        return () -> remove(hook);
    }

    private State state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    private void end(State how) {
        List<Runnable> due;
        lock.lock();
        try {
            if (state != State.RUNNING) {
                return;
            }
            state = how;
            due = List.copyOf(hooks);
            hooks.clear();
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        due.forEach(Runnable::run);
    }

    private void remove(Runnable hook) {
        lock.lock();
        try {
            hooks.remove(hook);
        } finally {
            lock.unlock();
        }
    }

    /** A hook that is in place until this is closed. */
    @FunctionalInterface
    public interface Hook extends AutoCloseable {
        @Override
        void close();
    }
}
