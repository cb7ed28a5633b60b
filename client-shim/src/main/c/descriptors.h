/* The descriptors that a program of ours is started with. */
#ifndef VOLTAD_DESCRIPTORS_H
#define VOLTAD_DESCRIPTORS_H

#include "text.h"

void take_socket(struct arena *arena);
void open_standard_streams(void);

#endif
