/*
 * Reads an HTTP/1.1 reply byte by byte and gives its body line by line. Takes no memory; every part
 * has a limit, and what does not fit makes the reply bad.
 */
#ifndef VOLTAD_REPLY_H
#define VOLTAD_REPLY_H

#include <stdbool.h>
#include <stddef.h>

enum { REPLY_LINE_MAX = 16 * 1024, REPLY_HEAD_MAX = 8 * 1024, REPLY_CHUNK_MAX = 1 << 20 };

enum reply_event {
    REPLY_MORE, /* give the next byte */
    REPLY_LINE, /* a line of the body is in line, length bytes and a NUL; then as REPLY_MORE */
    REPLY_END,  /* the body is complete */
    REPLY_BAD   /* not such a reply; stays so */
};

struct reply {
    int state;
    int status;       /* for example 200 */
    bool is_healthy;  /* as the header says that goes with a status */
    bool chunked;     /* else the body ends with the connection */
    bool is_complete; /* line was given out; the next byte begins a new one */
    size_t head;      /* bytes so far of the head, or of the line before a chunk */
    size_t chunk;     /* bytes left of the chunk */
    size_t length;    /* of line */
    char line[REPLY_LINE_MAX + 1];
};

void reply_start(struct reply *reply);

enum reply_event reply_take(struct reply *reply, char byte);

#endif
