package io.pullway.once;

import jakarta.inject.Singleton;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/** Runs work in the transaction of the calling thread, beginning one where there is none. */
@Singleton
class Transactions {
    private static final Logger LOG = Logger.getLogger(Transactions.class);

    /** What was done in a transaction; {@code kept} says whether it is to stay. */
    record Done(Object result, boolean kept) {}

    /** What is to be done. */
    interface Work {
        Done run() throws Exception;
    }

    /** What is done last. */
    interface Last {
        void run() throws IOException, SQLException;
    }

    private final TransactionManager manager;
    private final TransactionSynchronizationRegistry registry;

    Transactions(TransactionManager manager, TransactionSynchronizationRegistry registry) {
        this.manager = manager;
        this.registry = registry;
    }

    /**
     * Commits if the work is to stay, and rolls back if not or if it throws. A transaction that has been there
     * before is left to whoever began it, only marked for rollback where it is to be rolled back.
     *
     * @throws CommitUnknownException if nobody knows whether the commit succeeded
     * @throws IllegalStateException if the commit was refused
     * @throws Exception that the work throws
     */
    Object run(Work work) throws Exception {
        boolean own = begin();
        Done done;
        try {
            done = work.run();
        } catch (Throwable failure) {
            rollBack(own);
            throw failure;
        }
        if (!done.kept() || manager.getStatus() == Status.STATUS_MARKED_ROLLBACK) {
            rollBack(own);
        } else if (own) {
            commit();
        }
        return done.result();
    }

    /** Whether the transaction of this thread may still be committed. */
    boolean mayCommit() throws SystemException {
        return manager.getStatus() == Status.STATUS_ACTIVE;
    }

    /**
     * Does this as the last before the transaction is committed: after Hibernate has written its changes, if
     * it has taken part by now. A failure rolls the transaction back.
     *
     * @param committed is told when it has been committed, and only then
     */
    void beforeCommit(Last last, Runnable committed) {
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                try {
                    last.run();
                } catch (IOException | SQLException failure) {
                    throw new IllegalStateException("the answer could not be stored: " + failure.getMessage(), failure);
                }
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    committed.run();
                }
            }
        });
    }

    private boolean begin() throws SystemException, NotSupportedException {
        if (manager.getStatus() != Status.STATUS_NO_TRANSACTION) {
            return false;
        }
        manager.begin();
        return true;
    }

    private void commit() throws Exception {
        try {
            manager.commit();
        } catch (Exception failure) {
            if (failure instanceof RollbackException && !connectionEnded(failure)) {
                if (failure.getCause() instanceof WebApplicationException refusal) {
                    // Said by a message body writer, such as 406.
                    throw refusal;
                }
                throw new IllegalStateException("the transaction was refused at its end: " + reason(failure), failure);
            }
            throw new CommitUnknownException(failure);
        }
    }

    private void rollBack(boolean own) {
        try {
            if (own) {
                manager.rollback();
            } else {
                manager.setRollbackOnly();
            }
        } catch (SystemException | RuntimeException failure) {
            // The database rolls back by itself what was not committed.
            LOG.debugf("event=rollback-failed reason=\"%s\"", failure.getMessage());
        }
    }

    private static String reason(Throwable failure) {
        return (failure.getCause() == null ? failure : failure.getCause()).getMessage();
    }

    /**
     * Whether the connection to the database ended under the work. SQL states 08: the driver says so; 57P: the
     * server ended; 25P03: it ended the session, which stood still in its transaction.
     */
    static boolean connectionEnded(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                return state.startsWith("08") || state.startsWith("57P") || state.equals("25P03");
            }
            for (Throwable other : cause.getSuppressed()) {
                if (connectionEnded(other)) {
                    return true;
                }
            }
        }
        return false;
    }
}
