/* Strings of JSON: the part of the scanner that decodes. */
#ifndef VOLTAD_JSON_STRING_H
#define VOLTAD_JSON_STRING_H

#include "json.h"

/*
 * Reads a string, json->at on its quote, in place: the decoded text is never longer than the
 * source. Returns 0 with json->string, json->length and json->at behind the string; -1 if it is none.
 */
int json_string(struct json *json);

#endif
