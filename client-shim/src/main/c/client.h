/* A client of the daemon: one request on the socket that self/endpoint names. */
#ifndef VOLTAD_CLIENT_H
#define VOLTAD_CLIENT_H

#include <sys/types.h>

#include "text.h"

/*
 * Connects and sends the request. Returns the connection, not blocking, or -1 when there is no
 * socket, when it or its folder can be somebody else's, or when the daemon is too busy.
 */
int client_connect(struct arena *arena, const char *home, const char *request);

/* Waits at most so long for bytes and reads them; 0 at the end of the reply, -1 for no bytes. */
ssize_t client_receive(int fd, char *bytes, size_t size, int milliseconds);

#endif
