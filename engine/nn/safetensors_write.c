/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/half.h"
#include "base/json.h"
#include "nn/safetensors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Tensors' data begin at a multiple of this */
#define ALIGNMENT 8u

/* Values converted at a time */
#define BLOCK 1024u

static json_t* describe_metadata(const BylineMetadata* metadata, size_t n)
{
  json_t* const object = json_object();
  for (size_t i = 0; i < n; ++i) {
    const BylineMetadata* const m = &metadata[i];
    if (json_object_set_new(object, m->key, json_string(m->value)) != 0) {
      json_decref(object);
      return NULL;
    }
  }
  return object;
}

static const char* name_of(BylineElement element)
{
  return element == BYLINE_ELEMENT_F16  ? "F16"
         : element == BYLINE_ELEMENT_U8 ? "U8"
                                        : "F32";
}

/* How many bytes a tensor takes */
static size_t size_of(const BylinePlainTensor* tensor)
{
  size_t size = byline_element_size(tensor->element);
  for (uint32_t i = 0; i < tensor->n_dimensions; ++i) {
    size *= tensor->dimensions[i];
  }
  return size;
}

static json_t* describe_tensor(const BylinePlainTensor* tensor, size_t offset)
{
  json_t* const shape = json_array();
  for (uint32_t i = 0; i < tensor->n_dimensions; ++i) {
    json_array_append_new(shape, json_integer(tensor->dimensions[i]));
  }
  return json_pack("{s:s, s:o, s:[I,I]}", "dtype", name_of(tensor->element),
                   "shape", shape, "data_offsets", (json_int_t)offset,
                   (json_int_t)(offset + size_of(tensor)));
}

/* The header as text, or NULL */
static char* describe(const BylineMetadata* metadata, size_t n_metadata,
                      const BylinePlainTensor* tensors, size_t n_tensors)
{
  json_t* const header = json_object();
  int failed = json_object_set_new(header, "__metadata__",
                                   describe_metadata(metadata, n_metadata));
  size_t offset = 0;
  for (size_t i = 0; i < n_tensors; ++i) {
    failed |= json_object_set_new(header, tensors[i].name,
                                  describe_tensor(&tensors[i], offset));
    offset += size_of(&tensors[i]);
  }
  if (failed) {
    json_decref(header);
    return NULL;
  }
  return byline_json_text(header, BYLINE_JSON_DOUBLE);
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

static void write_halves(FILE* stream, const BylineTensor* tensor)
{
  uint16_t halves[BLOCK];
  for (size_t done = 0; done < tensor->n_values;) {
    const size_t rest = tensor->n_values - done;
    const size_t n = rest < BLOCK ? rest : BLOCK;
    byline_half_from_float(tensor->values + done, n, halves);
    fwrite(halves, sizeof(*halves), n, stream);
    done += n;
  }
}

static BylineStatus begin(const char* path, FILE* stream,
                          const BylineMetadata* metadata, size_t n_metadata,
                          const BylinePlainTensor* tensors, size_t n_tensors)
{
  char* const header = describe(metadata, n_metadata, tensors, n_tensors);
  BylineStatus status = BYLINE_OK;
  if (!header) {
    status = byline_error(BYLINE_ERROR_DATA,
                          "%s: a name or text in it is not UTF-8", path);
  } else if (strlen(header) > BYLINE_MAX_STORED_HEADER - ALIGNMENT) {
    status = byline_error(BYLINE_ERROR_DATA,
                          "%s: too many and too long names for one file", path);
  } else {
    write_header(stream, header);
  }
  free(header);
  return status;
}

BylineStatus byline_safetensors_put(const char* path, FILE* stream,
                                    const BylineMetadata* metadata,
                                    size_t n_metadata,
                                    const BylinePlainTensor* tensors,
                                    size_t n_tensors)
{
  const BylineStatus status =
      begin(path, stream, metadata, n_metadata, tensors, n_tensors);
  for (size_t i = 0; status == BYLINE_OK && i < n_tensors; ++i) {
    fwrite(tensors[i].data, 1, size_of(&tensors[i]), stream);
  }
  return status;
}

/* What is solved for has the ranges of measurements: its offsets need more
   digits than halves have, and some weights may be too large for them. */
static bool fits_halves(const BylineTensor* tensor)
{
  bool fits = !tensor->solved || tensor->n_dimensions > 1;
  for (size_t i = 0; fits && tensor->solved && i < tensor->n_values; ++i) {
    fits = fabsf(tensor->values[i]) <= BYLINE_HALF_MAX;
  }
  return fits;
}

static BylinePlainTensor plain(const BylineTensor* tensor,
                               BylineElement element)
{
  const bool halves = element == BYLINE_ELEMENT_F16 && fits_halves(tensor);
  BylinePlainTensor plain = {.name = tensor->name,
                             .element = halves ? BYLINE_ELEMENT_F16
                                               : BYLINE_ELEMENT_F32,
                             .n_dimensions = tensor->n_dimensions,
                             .data = tensor->values};
  memcpy(plain.dimensions, tensor->dimensions, sizeof(plain.dimensions));
  return plain;
}

BylineStatus byline_safetensors_write(const char* path,
                                      const BylineMetadata* metadata,
                                      size_t n_metadata,
                                      const BylineTensor* const* tensors,
                                      size_t n_tensors, BylineElement element)
{
  BylinePlainTensor* const list = calloc(n_tensors + 1, sizeof(*list));
  if (!list) {
    return byline_no_memory(path);
  }
  for (size_t i = 0; i < n_tensors; ++i) {
    list[i] = plain(tensors[i], element);
  }
  BylineOutput output;
  BylineStatus status = byline_output_open(path, &output);
  if (status == BYLINE_OK) {
    status = begin(path, output.stream, metadata, n_metadata, list, n_tensors);
    for (size_t i = 0; status == BYLINE_OK && i < n_tensors; ++i) {
      if (list[i].element == BYLINE_ELEMENT_F16) {
        write_halves(output.stream, tensors[i]);
      } else {
        fwrite(list[i].data, 1, size_of(&list[i]), output.stream);
      }
    }
    if (status == BYLINE_OK) {
      status = byline_output_commit(&output);
    } else {
      byline_output_abandon(&output);
    }
  }
  free(list);
  return status;
}
