/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The network that comes with Byline is part of the program, so that a plugin
   need not look for it.  BYLINE_VOICE_WEIGHTS is the file's path. */

#include "voice/weights.h"

__asm__(".section .rodata\n"
        ".balign 64\n"
        ".globl byline_voice_weights\n"
        ".hidden byline_voice_weights\n"
        "byline_voice_weights:\n"
        ".incbin \"" BYLINE_VOICE_WEIGHTS "\"\n"
        ".globl byline_voice_weights_end\n"
        ".hidden byline_voice_weights_end\n"
        "byline_voice_weights_end:\n"
        ".byte 0\n"
        ".previous\n");

extern const unsigned char byline_voice_weights[];
extern const unsigned char byline_voice_weights_end[];

const void* byline_voice_weights_data(size_t* size)
{
  *size = (size_t)(byline_voice_weights_end - byline_voice_weights);
  return byline_voice_weights;
}
