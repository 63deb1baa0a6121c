/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/safetensors.h"
#include "base/half.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of the header's length */
#define LENGTH_SIZE 8u

static const char metadata_key[] = "__metadata__";

size_t byline_element_size(BylineElement element)
{
  switch (element) {
  case BYLINE_ELEMENT_F32:
    return sizeof(float);
  case BYLINE_ELEMENT_F16:
    return sizeof(uint16_t);
  case BYLINE_ELEMENT_U8:
  case BYLINE_ELEMENT_OTHER:
    break;
  }
  return 1;
}

/* ---- the header */

static BylineStatus find_header(const char* path, const BylineMapping* mapping,
                                size_t* length)
{
  const unsigned char* const bytes = mapping->data;
  if (mapping->size < LENGTH_SIZE) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: not a model file", path);
  }
  uint64_t n = 0;
  for (unsigned i = LENGTH_SIZE; i-- > 0;) {
    n = n << 8 | bytes[i];
  }
  if (n > BYLINE_MAX_STORED_HEADER) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: not a model file", path);
  }
  if (n > mapping->size - LENGTH_SIZE) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: truncated: not all of a model file is there",
                        path);
  }
  *length = (size_t)n;
  return BYLINE_OK;
}

static BylineStatus parse_header(const char* path, BylineSafetensors* file)
{
  size_t length = 0;
  const BylineStatus status = find_header(path, &file->mapping, &length);
  if (status != BYLINE_OK) {
    return status;
  }
  const char* const text = (const char*)file->mapping.data + LENGTH_SIZE;
  json_error_t error;
  file->header = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
  if (!json_is_object(file->header)) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: not a model file", path);
  }
  file->data = (const unsigned char*)text + length;
  return BYLINE_OK;
}

/* ---- tensors */

static BylineElement element_from_name(const char* name)
{
  if (!strcmp(name, "F32")) {
    return BYLINE_ELEMENT_F32;
  }
  if (!strcmp(name, "U8")) {
    return BYLINE_ELEMENT_U8;
  }
  return !strcmp(name, "F16") ? BYLINE_ELEMENT_F16 : BYLINE_ELEMENT_OTHER;
}

/* Read an array of numbers, none negative */
static bool read_numbers(const json_t* array, uint64_t* numbers, size_t max,
                         uint32_t* n)
{
  if (!json_is_array(array) || json_array_size(array) > max) {
    return false;
  }
  *n = (uint32_t)json_array_size(array);
  for (uint32_t i = 0; i < *n; ++i) {
    const json_t* const number = json_array_get(array, i);
    if (!json_is_integer(number) || json_integer_value(number) < 0) {
      return false;
    }
    numbers[i] = (uint64_t)json_integer_value(number);
  }
  return true;
}

/* Whether the shape accounts for the size */
static bool shape_fits(const BylineStoredTensor* tensor)
{
  if (tensor->element == BYLINE_ELEMENT_OTHER) {
    return true;
  }
  uint64_t size = byline_element_size(tensor->element);
  for (uint32_t i = 0; i < tensor->n_dimensions; ++i) {
    if (__builtin_mul_overflow(size, tensor->dimensions[i], &size)) {
      return false;
    }
  }
  return size == tensor->size;
}

static BylineStatus read_tensor(const char* path, const char* name,
                                const json_t* entry, size_t data_size,
                                BylineStoredTensor* tensor)
{
  const char* const type = json_string_value(json_object_get(entry, "dtype"));
  uint64_t offsets[2];
  uint32_t n_offsets = 0;
  *tensor = (BylineStoredTensor){.name = name};
  if (!type ||
      !read_numbers(json_object_get(entry, "shape"), tensor->dimensions,
                    BYLINE_STORED_DIMENSIONS, &tensor->n_dimensions) ||
      !read_numbers(json_object_get(entry, "data_offsets"), offsets, 2,
                    &n_offsets) ||
      n_offsets != 2) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: tensor '%s' is not described as it should be",
                        path, name);
  }
  if (offsets[0] > offsets[1] || offsets[1] > data_size) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: tensor '%s' lies outside the file, which may be "
                        "truncated",
                        path, name);
  }
  tensor->element = element_from_name(type);
  tensor->offset = (size_t)offsets[0];
  tensor->size = (size_t)(offsets[1] - offsets[0]);
  if (!shape_fits(tensor)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: tensor '%s' has %zu bytes, which is not what its "
                        "shape needs",
                        path, name, tensor->size);
  }
  return BYLINE_OK;
}

/* By offset; of two at the same offset, the empty one comes first */
static int compare_tensors(const void* a, const void* b)
{
  const BylineStoredTensor* const x = a;
  const BylineStoredTensor* const y = b;
  if (x->offset != y->offset) {
    return x->offset < y->offset ? -1 : 1;
  }
  return (x->size > y->size) - (x->size < y->size);
}

/* The format asks for data that is used up, each byte once */
static BylineStatus check_coverage(const char* path,
                                   const BylineSafetensors* file,
                                   size_t data_size)
{
  size_t end = 0;
  for (size_t i = 0; i < file->n_tensors; ++i) {
    const BylineStoredTensor* const tensor = &file->tensors[i];
    if (tensor->offset != end) {
      return byline_error(BYLINE_ERROR_FORMAT,
                          "%s: tensor '%s' overlaps another or leaves a gap",
                          path, tensor->name);
    }
    end += tensor->size;
  }
  if (end != data_size) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: %zu bytes at the end belong to no tensor", path,
                        data_size - end);
  }
  return BYLINE_OK;
}

static BylineStatus read_tensors(const char* path, BylineSafetensors* file)
{
  const unsigned char* const begin = file->mapping.data;
  const size_t data_size = file->mapping.size - (size_t)(file->data - begin);
  const size_t n = json_object_size(file->header);
  file->tensors = calloc(n ? n : 1, sizeof(*file->tensors));
  if (!file->tensors) {
    return byline_error(BYLINE_ERROR_MEMORY, "%s: no memory for %zu tensors",
                        path, n);
  }
  const char* name = NULL;
  json_t* entry = NULL;
  json_object_foreach(file->header, name, entry)
  {
    if (!strcmp(name, metadata_key)) {
      continue;
    }
    const BylineStatus status = read_tensor(path, name, entry, data_size,
                                            &file->tensors[file->n_tensors]);
    if (status != BYLINE_OK) {
      return status;
    }
    ++file->n_tensors;
  }
  qsort(file->tensors, file->n_tensors, sizeof(*file->tensors),
        compare_tensors);
  return check_coverage(path, file, data_size);
}

/* ---- the file */

/* Of a file that is in memory */
static BylineStatus read_file(const char* path, BylineSafetensors* file)
{
  BylineStatus status = parse_header(path, file);
  if (status == BYLINE_OK) {
    status = read_tensors(path, file);
  }
  if (status != BYLINE_OK) {
    byline_safetensors_close(file);
  }
  return status;
}

BylineStatus byline_safetensors_open(const char* path, BylineSafetensors* file)
{
  *file = (BylineSafetensors){.n_tensors = 0};
  const BylineStatus status = byline_mapping_open(path, &file->mapping);
  return status == BYLINE_OK ? read_file(path, file) : status;
}

BylineStatus byline_safetensors_view(const char* name, const void* data,
                                     size_t size, BylineSafetensors* file)
{
  *file = (BylineSafetensors){.mapping = {data, size}, .borrowed = true};
  return read_file(name, file);
}

void byline_safetensors_close(BylineSafetensors* file)
{
  json_decref(file->header);
  if (!file->borrowed) {
    byline_mapping_close(&file->mapping);
  }
  free(file->tensors);
  *file = (BylineSafetensors){.n_tensors = 0};
}

const char* byline_safetensors_metadata(const BylineSafetensors* file,
                                        const char* key)
{
  const json_t* const metadata = json_object_get(file->header, metadata_key);
  return json_string_value(json_object_get(metadata, key));
}

const BylineStoredTensor* byline_safetensors_find(const BylineSafetensors* file,
                                                  const char* name)
{
  for (size_t i = 0; i < file->n_tensors; ++i) {
    if (!strcmp(file->tensors[i].name, name)) {
      return &file->tensors[i];
    }
  }
  return NULL;
}

void byline_safetensors_read(const BylineSafetensors* file,
                             const BylineStoredTensor* tensor, float* values)
{
  const unsigned char* const data = file->data + tensor->offset;
  if (tensor->element == BYLINE_ELEMENT_F32) {
    memcpy(values, data, tensor->size);
    return;
  }
  if (tensor->element == BYLINE_ELEMENT_U8) {
    for (size_t i = 0; i < tensor->size; ++i) {
      values[i] = data[i];
    }
    return;
  }
  /* Elements need not be aligned in memory */
  uint16_t halves[512];
  const size_t most = sizeof(halves) / sizeof(*halves);
  const size_t n = tensor->size / sizeof(*halves);
  for (size_t i = 0; i < n; i += most) {
    const size_t count = n - i < most ? n - i : most;
    memcpy(halves, data + i * sizeof(*halves), count * sizeof(*halves));
    byline_half_to_float(halves, count, values + i);
  }
}
