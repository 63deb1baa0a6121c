/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/half.h"
#include "nn/safetensors.h"

#include <stdlib.h>
#include <string.h>

/* Tensors' data begin at a multiple of this */
#define ALIGNMENT 8u

/* Values converted at a time */
#define BLOCK 1024u

/* Everything that goes into a file */
typedef struct {
  const BylineMetadata* metadata;     ///< `n_metadata` strings
  size_t n_metadata;                  ///< How many
  const BylineTensor* const* tensors; ///< `n_tensors` tensors
  size_t n_tensors;                   ///< How many
  BylineElement element;              ///< F32 or F16
} Contents;

static size_t element_size(BylineElement element)
{
  return element == BYLINE_ELEMENT_F16 ? sizeof(uint16_t) : sizeof(float);
}

static json_t* describe_metadata(const Contents* contents)
{
  json_t* const object = json_object();
  for (size_t i = 0; i < contents->n_metadata; ++i) {
    const BylineMetadata* const m = &contents->metadata[i];
    if (json_object_set_new(object, m->key, json_string(m->value)) != 0) {
      json_decref(object);
      return NULL;
    }
  }
  return object;
}

static json_t* describe_tensor(const BylineTensor* tensor,
                               BylineElement element, size_t offset)
{
  json_t* const shape = json_array();
  for (uint32_t i = 0; i < tensor->n_dimensions; ++i) {
    json_array_append_new(shape, json_integer(tensor->dimensions[i]));
  }
  const size_t end = offset + tensor->n_values * element_size(element);
  return json_pack("{s:s, s:o, s:[I,I]}", "dtype",
                   element == BYLINE_ELEMENT_F16 ? "F16" : "F32", "shape",
                   shape, "data_offsets", (json_int_t)offset, (json_int_t)end);
}

/* The header as text, or NULL */
static char* describe(const Contents* contents)
{
  json_t* const header = json_object();
  int failed =
      json_object_set_new(header, "__metadata__", describe_metadata(contents));
  size_t offset = 0;
  for (size_t i = 0; i < contents->n_tensors; ++i) {
    const BylineTensor* const tensor = contents->tensors[i];
    failed |=
        json_object_set_new(header, tensor->name,
                            describe_tensor(tensor, contents->element, offset));
    offset += tensor->n_values * element_size(contents->element);
  }
  char* const text = failed ? NULL : json_dumps(header, JSON_COMPACT);
  json_decref(header);
  return text;
}

/* Failures to write are noticed when the output is committed */
static void write_header(FILE* stream, const char* text)
{
  const size_t n_text = strlen(text);
  const size_t n = (n_text + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  for (unsigned i = 0; i < 8; ++i) {
    fputc((int)((uint64_t)n >> (8 * i) & 0xff), stream);
  }
  fputs(text, stream);
  for (size_t i = n_text; i < n; ++i) {
    fputc(' ', stream);
  }
}

static void write_values(FILE* stream, const BylineTensor* tensor,
                         BylineElement element)
{
  if (element == BYLINE_ELEMENT_F32) {
    fwrite(tensor->values, sizeof(float), tensor->n_values, stream);
    return;
  }
  uint16_t halves[BLOCK];
  for (size_t done = 0; done < tensor->n_values;) {
    const size_t rest = tensor->n_values - done;
    const size_t n = rest < BLOCK ? rest : BLOCK;
    byline_half_from_float(tensor->values + done, n, halves);
    fwrite(halves, sizeof(*halves), n, stream);
    done += n;
  }
}

BylineStatus byline_safetensors_write(const char* path,
                                      const BylineMetadata* metadata,
                                      size_t n_metadata,
                                      const BylineTensor* const* tensors,
                                      size_t n_tensors, BylineElement element)
{
  const Contents contents = {metadata, n_metadata, tensors, n_tensors, element};
  char* const header = describe(&contents);
  if (!header) {
    return byline_error(BYLINE_ERROR_DATA,
                        "%s: a name or text in it is not UTF-8", path);
  }
  BylineOutput output;
  const BylineStatus status = byline_output_open(path, &output);
  if (status == BYLINE_OK) {
    write_header(output.stream, header);
    for (size_t i = 0; i < n_tensors; ++i) {
      write_values(output.stream, tensors[i], element);
    }
  }
  free(header);
  return status == BYLINE_OK ? byline_output_commit(&output) : status;
}
