package io.latebind.cli.client;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far something is: a bar on the standard error of a terminal, nothing elsewhere. */
public sealed interface Progress extends AutoCloseable {
    void at(long done);

    @Override
    void close();

    static Progress of(Session session, String task, long total) {
        return session.surroundings().terminal().isInteractive() && !session.json()
                ? new Bar(task, total)
                : new Silent();
    }

    /** On a terminal. */
    final class Bar implements Progress {
        private final ProgressBar bar;

        Bar(String task, long total) {
            this.bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .build();
        }

        @Override
        public void at(long done) {
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** In a file or a pipe. */
    final class Silent implements Progress {
        @Override
        public void at(long done) {
            // the end is told anyway
        }

        @Override
        public void close() {
            // nothing was opened
        }
    }
}
