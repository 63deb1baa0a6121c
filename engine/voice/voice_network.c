/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The network that comes with Byline is part of the program, so that a plugin
   need not look for it.  The file is found from the folder that make runs in.
 */

#include "voice/voice_network.h"

#include <stdint.h>

__asm__(".section .rodata\n"
        ".balign 64\n"
        ".globl byline_voice_weights\n"
        ".hidden byline_voice_weights\n"
        "byline_voice_weights:\n"
        ".incbin \"presets/models/separator.safetensors\"\n"
        "1:\n"
        ".balign 8\n"
        ".globl byline_voice_weights_size\n"
        ".hidden byline_voice_weights_size\n"
        "byline_voice_weights_size:\n"
        ".quad 1b - byline_voice_weights\n"
        ".previous\n");

extern const unsigned char byline_voice_weights[];
extern const uint64_t byline_voice_weights_size;

const void* byline_voice_network_data(size_t* size)
{
  *size = (size_t)byline_voice_weights_size;
  return byline_voice_weights;
}
