/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/npy.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Magic, version and length of the text that follows */
#define PREFIX_SIZE 10
#define TEXT_SIZE (BYLINE_NPY_HEADER_SIZE - PREFIX_SIZE)

/* What is read of a file before it is mapped; headers are seldom longer */
#define HEAD_SIZE 256

static const char magic[] = "\x93NUMPY\x01"; /* and a zero: version 1.0 */

void byline_npy_put_header(FILE* stream, size_t n_rows, size_t n_columns)
{
  char text[TEXT_SIZE + 1];
  const int n = snprintf(text, sizeof(text),
                         "{'descr': '<f2', 'fortran_order': False, "
                         "'shape': (%zu, %zu), }",
                         n_rows, n_columns);
  memset(text + n, ' ', TEXT_SIZE - (size_t)n);
  text[TEXT_SIZE - 1] = '\n';
  fwrite(magic, 1, sizeof(magic), stream);
  fputc(TEXT_SIZE & 0xff, stream);
  fputc(TEXT_SIZE >> 8, stream);
  fwrite(text, 1, TEXT_SIZE, stream);
}

/* What follows "'key':" in the header's text, or NULL. */
static const char* find_value(const char* text, const char* key)
{
  char quoted[32];
  snprintf(quoted, sizeof(quoted), "'%s':", key);
  const char* const s = strstr(text, quoted);
  return s ? s + strlen(quoted) + strspn(s + strlen(quoted), " ") : NULL;
}

static bool starts_with(const char* text, const char* start)
{
  return text && !strncmp(text, start, strlen(start));
}

static bool parse_text(const char* text, BylineNpy* npy)
{
  if (!starts_with(find_value(text, "descr"), "'<f2'") ||
      !starts_with(find_value(text, "fortran_order"), "False")) {
    return false;
  }
  const char* const shape = find_value(text, "shape");
  if (!starts_with(shape, "(")) {
    return false;
  }
  char* end = NULL;
  npy->n_rows = strtoul(shape + 1, &end, 10);
  if (*end != ',') {
    return false;
  }
  npy->n_columns = strtoul(end + 1, &end, 10);
  return *end == ')' && npy->n_columns > 0;
}

/* @param head The file's first HEAD_SIZE bytes. */
static BylineStatus parse(const char* path, const unsigned char* head,
                          BylineNpy* npy)
{
  const unsigned char* bytes = head;
  const size_t size = npy->mapping.size;
  if (size < PREFIX_SIZE || memcmp(bytes, magic, sizeof(magic)) != 0) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: not a NumPy file of version 1.0", path);
  }
  const size_t n = bytes[8] | (size_t)bytes[9] << 8;
  if (n > size - PREFIX_SIZE || n % 2 != 0) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: header is broken", path);
  }
  if (n > HEAD_SIZE - PREFIX_SIZE) {
    bytes = npy->mapping.data;
  }
  char* const text = strndup((const char*)bytes + PREFIX_SIZE, n);
  if (!text) {
    return byline_no_memory(path);
  }
  const bool fits = parse_text(text, npy);
  free(text);
  if (!fits) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: not a matrix of float16 in C order", path);
  }
  const size_t n_halves = (size - PREFIX_SIZE - n) / 2;
  if (npy->n_rows != n_halves / npy->n_columns ||
      n_halves % npy->n_columns != 0 || (size - n) % 2 != 0) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: truncated or too long", path);
  }
  npy->data = (const void*)((const char*)npy->mapping.data + PREFIX_SIZE + n);
  return BYLINE_OK;
}

BylineStatus byline_npy_open(const char* path, BylineNpy* npy)
{
  *npy = (BylineNpy){0};
  unsigned char head[HEAD_SIZE] = {0};
  BylineStatus status =
      byline_mapping_open_head(path, head, sizeof(head), &npy->mapping);
  BYLINE_THEN(status, parse(path, head, npy));
  if (status != BYLINE_OK) {
    byline_npy_close(npy);
  }
  return status;
}

void byline_npy_close(BylineNpy* npy)
{
  byline_mapping_close(&npy->mapping);
  *npy = (BylineNpy){0};
}
