/** Where the output of processes goes: a file on this machine and CloudWatch Logs. */
@NullMarked
package dev.tidemill.processlogs;

import org.jspecify.annotations.NullMarked;
