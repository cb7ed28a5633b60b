#include "reply.h"

#include "constants.h"
#include "text.h"

enum { STATUS_LINE, HEADER, BODY, CHUNK_SIZE, CHUNK_EXTENSION, CHUNK, CHUNK_END, ENDED, BROKEN };

void reply_start(struct reply *reply)
{
    reply->state = STATUS_LINE;
    reply->status = 0;
    reply->is_healthy = false;
    reply->chunked = false;
    reply->is_complete = false;
    reply->head = 0;
    reply->chunk = 0;
    reply->length = 0;
}

static enum reply_event bad(struct reply *reply)
{
    reply->state = BROKEN;
    return REPLY_BAD;
}

/* Adds a byte to the line; the line is given out without its end. */
static enum reply_event collect(struct reply *reply, char byte)
{
    if (reply->is_complete)
        reply->length = 0;
    reply->is_complete = byte == '\n';
    if (reply->is_complete) {
        if (reply->length > 0 && reply->line[reply->length - 1] == '\r')
            reply->length--;
        reply->line[reply->length] = '\0';
        return REPLY_LINE;
    }
    if (byte == '\0' || reply->length == REPLY_LINE_MAX)
        return bad(reply);
    reply->line[reply->length++] = byte;
    return REPLY_MORE;
}

static bool read_status(struct reply *reply)
{
    const char *at = reply->line;

    if (!starts_with(at, "HTTP/1.") || at[7] == '\0' || at[8] != ' ')
        return false;
    at += 9;
    for (int i = 0; i < 3; i++, at++) {
        if (*at < '0' || *at > '9')
            return false;
        reply->status = reply->status * 10 + (*at - '0');
    }
    return *at == ' ' || *at == '\0';
}

/* Splits "Name: value" and looks for the two headers that matter here. */
static void read_header(struct reply *reply)
{
    char *colon = reply->line;

    while (*colon != ':' && *colon != '\0')
        colon++;
    if (*colon == '\0')
        return;
    *colon++ = '\0';
    while (*colon == ' ' || *colon == '\t')
        colon++;
    if (same_letters(reply->line, "transfer-encoding") && same_letters(colon, "chunked"))
        reply->chunked = true;
    if (same_letters(reply->line, HEALTHY_HEADER) && same_letters(colon, "true"))
        reply->is_healthy = true;
}

static enum reply_event take_head(struct reply *reply, char byte)
{
    enum reply_event event = collect(reply, byte);

    if (++reply->head > REPLY_HEAD_MAX)
        return bad(reply);
    if (event != REPLY_LINE)
        return event;
    if (reply->state == STATUS_LINE) {
        if (!read_status(reply))
            return bad(reply);
        reply->state = HEADER;
    } else if (reply->length > 0) {
        read_header(reply);
    } else {
        reply->state = reply->chunked ? CHUNK_SIZE : BODY;
        reply->head = 0;
    }
    return REPLY_MORE;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The line before a chunk: its size in hexadecimal; what follows the digits is skipped. */
static enum reply_event take_chunk_size(struct reply *reply, char byte)
{
    int digit = hex(byte);

    if (++reply->head > 256)
        return bad(reply);
    if (byte == '\n') {
        /* The last chunk is empty. Trailers may follow it, and nothing in them matters. */
        reply->state = reply->chunk == 0 ? ENDED : CHUNK;
        reply->head = 0;
        return reply->chunk == 0 ? REPLY_END : REPLY_MORE;
    }
    if (reply->state == CHUNK_SIZE && digit >= 0) {
        reply->chunk = reply->chunk * 16 + (size_t)digit;
        return reply->chunk > REPLY_CHUNK_MAX ? bad(reply) : REPLY_MORE;
    }
    if (reply->head == 1)
        return bad(reply); /* no digit at all */
    reply->state = CHUNK_EXTENSION;
    return REPLY_MORE;
}

static enum reply_event take_chunk(struct reply *reply, char byte)
{
    if (--reply->chunk == 0)
        reply->state = CHUNK_END;
    return collect(reply, byte);
}

static enum reply_event take_chunk_end(struct reply *reply, char byte)
{
    if (byte == '\r')
        return REPLY_MORE;
    if (byte != '\n')
        return bad(reply);
    reply->state = CHUNK_SIZE;
    return REPLY_MORE;
}

enum reply_event reply_take(struct reply *reply, char byte)
{
    switch (reply->state) {
    case STATUS_LINE:
    case HEADER:
        return take_head(reply, byte);
    case BODY:
        return collect(reply, byte);
    case CHUNK_SIZE:
    case CHUNK_EXTENSION:
        return take_chunk_size(reply, byte);
    case CHUNK:
        return take_chunk(reply, byte);
    case CHUNK_END:
        return take_chunk_end(reply, byte);
    case ENDED:
        return REPLY_END;
    default:
        return REPLY_BAD;
    }
}
