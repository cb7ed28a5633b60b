/* The reader of HTTP replies: lines are whole and bounded, and an end, good or bad, stays one. */
#include "reply.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct reply *reply = malloc(sizeof *reply); /* so that a write past its end is seen */
    enum reply_event last = REPLY_MORE;
    size_t given = 0;

    CHECK(reply != NULL);
    reply_start(reply);
    for (size_t i = 0; i < size; i++) {
        enum reply_event event = reply_take(reply, (char)data[i]);

        CHECK(event == REPLY_MORE || event == REPLY_LINE || event == REPLY_END ||
              event == REPLY_BAD);
        if (last == REPLY_BAD || last == REPLY_END)
            CHECK(event == last);
        CHECK(reply->length <= REPLY_LINE_MAX);
        CHECK(reply->chunk <= (size_t)REPLY_CHUNK_MAX * 16 + 15);
        if (event == REPLY_LINE) {
            CHECK(strlen(reply->line) == reply->length);
            CHECK(strchr(reply->line, '\n') == NULL);
            CHECK(reply->status >= 0 && reply->status <= 999);
            given += reply->length + 1;
            CHECK(given <= size); /* nothing is given twice */
        }
        last = event;
    }
    free(reply);
    return 0;
}
