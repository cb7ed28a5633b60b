/**
 * What the processes agree on: resources, JSON types, problems, where the socket is, and the text
 * form of a status. Nothing here reads a home or serves a request.
 */
package dev.voltad.protocol;
