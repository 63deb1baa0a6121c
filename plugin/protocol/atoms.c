/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "atoms.h"

#include <string.h>

/* Take the atom at the begin of some bytes, which are then what follows it: its
   body, without type where it promises more than there is */
static BylineAtomBody take(BylineAtomBody* rest)
{
  BylineAtomBody body = {0};
  LV2_Atom head;
  if (rest->size < sizeof(head)) {
    return body;
  }
  memcpy(&head, rest->data, sizeof(head));
  if (head.size > rest->size - sizeof(head)) {
    return body;
  }
  body.data = rest->data + sizeof(head);
  body.size = head.size;
  body.type = head.type;
  const size_t padded = (sizeof(head) + (size_t)head.size + 7) / 8 * 8;
  const size_t used = padded < rest->size ? padded : rest->size;
  rest->data += used;
  rest->size -= used;
  return body;
}

BylineAtomBody byline_atom_find(BylineAtomBody properties, LV2_URID key)
{
  const size_t head_size = 2 * sizeof(uint32_t); // key and context
  while (properties.size >= head_size) {
    LV2_URID found;
    memcpy(&found, properties.data, sizeof(found));
    properties.data += head_size;
    properties.size -= head_size;
    const BylineAtomBody value = take(&properties);
    if (!value.type || found == key) {
      return value;
    }
  }
  const BylineAtomBody none = {0};
  return none;
}

bool byline_atom_get(BylineAtomBody properties, LV2_URID key, LV2_URID type,
                     void* value, size_t size)
{
  const BylineAtomBody found = byline_atom_find(properties, key);
  if (!found.type || found.type != type || found.size < size) {
    return false;
  }
  memcpy(value, found.data, size);
  return true;
}

const char* byline_atom_text(const BylineUrids* urids, BylineAtomBody bytes)
{
  const bool text =
      bytes.type == urids->atom_String || bytes.type == urids->atom_Path;
  return text && bytes.size && !bytes.data[bytes.size - 1]
             ? (const char*)bytes.data
             : NULL;
}

size_t byline_atom_get_texts(const BylineUrids* urids,
                             BylineAtomBody properties, LV2_URID key,
                             const char** texts, size_t most)
{
  BylineAtomBody tuple = byline_atom_find(properties, key);
  size_t n = 0;
  if (!tuple.type || tuple.type != urids->atom_Tuple) {
    return 0;
  }
  while (n < most && tuple.size) {
    const BylineAtomBody element = take(&tuple);
    if (!element.type) {
      break;
    }
    texts[n++] = byline_atom_text(urids, element);
  }
  return n;
}

size_t byline_atom_get_numbers(const BylineUrids* urids,
                               BylineAtomBody properties, LV2_URID key,
                               LV2_URID type, void* numbers, size_t size,
                               size_t most)
{
  const BylineAtomBody vector = byline_atom_find(properties, key);
  LV2_Atom_Vector_Body head;
  if (!vector.type || vector.type != urids->atom_Vector ||
      vector.size < sizeof(head)) {
    return 0;
  }
  memcpy(&head, vector.data, sizeof(head));
  if (head.child_type != type || head.child_size != size) {
    return 0;
  }
  size_t n = (vector.size - sizeof(head)) / size;
  n = n < most ? n : most;
  memcpy(numbers, vector.data + sizeof(head), n * size);
  return n;
}

BylineAtomBody byline_atom_open(const void* data, size_t size, LV2_URID* otype)
{
  BylineAtomBody rest = {data, size, 0};
  BylineAtomBody object = take(&rest);
  LV2_Atom_Object_Body head = {0, 0};
  const bool whole = object.type && object.size >= sizeof(head);
  if (whole) {
    memcpy(&head, object.data, sizeof(head));
    object.data += sizeof(head);
    object.size -= sizeof(head);
  }
  *otype = head.otype;
  return whole ? object : (BylineAtomBody){0};
}

bool byline_atom_copy_text(const BylineUrids* urids, BylineAtomBody body,
                           char* text, size_t size)
{
  const bool is_text =
      body.type == urids->atom_String || body.type == urids->atom_Path;
  const size_t n = is_text ? strnlen((const char*)body.data, body.size) : 0;
  if (!is_text || n >= size) {
    return false;
  }
  memcpy(text, body.data, n);
  text[n] = '\0';
  return true;
}

LV2_Atom_Forge byline_atom_forge(const BylineUrids* urids)
{
  return (LV2_Atom_Forge){.Bool = urids->atom_Bool,
                          .Chunk = urids->atom_Chunk,
                          .Double = urids->atom_Double,
                          .Float = urids->atom_Float,
                          .Int = urids->atom_Int,
                          .Long = urids->atom_Long,
                          .Object = urids->atom_Object,
                          .Path = urids->atom_Path,
                          .Sequence = urids->atom_Sequence,
                          .String = urids->atom_String,
                          .Tuple = urids->atom_Tuple,
                          .URID = urids->atom_URID,
                          .Vector = urids->atom_Vector};
}
