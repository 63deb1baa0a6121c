/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/base64.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char* byline_base64_encode(const void* data, size_t size)
{
  const unsigned char* const bytes = data;
  char* const text = malloc((size + 2) / 3 * 4 + 1);
  char* out = text;
  for (size_t i = 0; text && i < size; i += 3) {
    const size_t n = size - i < 3 ? size - i : 3;
    uint32_t group = (uint32_t)bytes[i] << 16;
    group |= n > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
    group |= n > 2 ? bytes[i + 2] : 0;
    for (size_t k = 0; k < 4; ++k) {
      *out++ = k <= n ? digits[group >> (18 - 6 * k) & 63] : '=';
    }
  }
  if (text) {
    *out = '\0';
  }
  return text;
}

/* -1: no digit */
static int value_of(char c)
{
  const char* const digit = c ? strchr(digits, c) : NULL;
  return digit ? (int)(digit - digits) : -1;
}

void* byline_base64_decode(const char* text, size_t* size)
{
  const size_t length = strlen(text);
  size_t padding = 0;
  while (padding < 2 && padding < length && text[length - 1 - padding] == '=') {
    ++padding;
  }
  *size = length / 4 * 3 - (length >= 4 ? padding : 0);
  unsigned char* const bytes = length % 4 == 0 ? malloc(*size + 3) : NULL;
  unsigned char* out = bytes;
  for (size_t i = 0; bytes && i < length; i += 4) {
    uint32_t group = 0;
    for (size_t k = 0; k < 4; ++k) {
      const int value = i + k >= length - padding ? 0 : value_of(text[i + k]);
      if (value < 0) {
        free(bytes);
        return NULL;
      }
      group = group << 6 | (uint32_t)value;
    }
    *out++ = (unsigned char)(group >> 16);
    *out++ = (unsigned char)(group >> 8);
    *out++ = (unsigned char)group;
  }
  return bytes;
}
