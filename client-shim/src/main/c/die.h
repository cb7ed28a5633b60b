/* The one way to end with an error, and the one place that writes to the terminal. */
#ifndef VOLTAD_DIE_H
#define VOLTAD_DIE_H

/*
 * Writes the error in its four lines and ends the program. Control characters are shown as '?', and
 * each part is cut after 2000 bytes.
 *
 * what: completes "Could not ...", without the full stop, for example "run node"
 * why, next: whole sentences; code: one of PROBLEM_*
 */
_Noreturn void die(int exit_code, const char *code, const char *what, const char *why,
                   const char *next);

/* Writes "[verbose] text" and a newline, as upstream does at log level debug. */
void verbose(const char *text);

/* Writes one line "volta: text". Control characters are shown as '?'. */
void note(const char *text);

#endif
