/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file safetensors.h
   Files of named tensors, in the safetensors format.

       8 bytes       N, the header's length, little-endian
       N bytes       JSON: {"__metadata__": {KEY: STRING, ...},
                     NAME: {"dtype": "F32", "shape": [...],
                     "data_offsets": [BEGIN, END]}, ...}
       the rest      the tensors' elements, little-endian, row by row

   The tensors cover the rest without gaps or overlaps.
   See https://github.com/huggingface/safetensors.

   A file may come from a stranger: everything is checked before it is used.
*/

#ifndef BYLINE_NN_SAFETENSORS_H
#define BYLINE_NN_SAFETENSORS_H

#include "base/file.h"
#include "byline/network.h"
#include "byline/status.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/** The longest header that is read: enough for the names of a hundred thousand
    artists.  JSON takes many times its length in memory. */
#define BYLINE_MAX_STORED_HEADER (4u << 20)

/** The most dimensions of a stored tensor. */
#define BYLINE_STORED_DIMENSIONS 8

/** What a tensor's elements are. */
typedef enum {
  BYLINE_ELEMENT_F32,  ///< IEEE 754 single precision
  BYLINE_ELEMENT_F16,  ///< IEEE 754 half precision
  BYLINE_ELEMENT_U8,   ///< Bytes
  BYLINE_ELEMENT_OTHER ///< Something that Byline has no use for
} BylineElement;

/** Bytes of an element; of BYLINE_ELEMENT_OTHER 1, for what is known. */
size_t byline_element_size(BylineElement element);

/** A tensor in a file. */
typedef struct {
  const char* name;                              ///< The header's
  BylineElement element;                         ///< Type of the elements
  uint32_t n_dimensions;                         ///< 0 for a single number
  uint64_t dimensions[BYLINE_STORED_DIMENSIONS]; ///< Slowest first
  size_t offset;                                 ///< Where its elements begin
  size_t size;                                   ///< How many bytes they take
} BylineStoredTensor;

/** An open file. */
typedef struct {
  BylineMapping mapping;       ///< The whole file
  bool borrowed;               ///< It is somebody else's memory
  const unsigned char* data;   ///< What offsets count from
  json_t* header;              ///< Owns all names
  BylineStoredTensor* tensors; ///< In the order of their offsets
  size_t n_tensors;            ///< How many
} BylineSafetensors;

/** A string that goes with a file. */
typedef struct {
  const char* key;   ///< Such as "byline.format"
  const char* value; ///< UTF-8
} BylineMetadata;

/**
   Open a file and check that it is well formed.

   @param[out] file To be closed with byline_safetensors_close().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_safetensors_open(const char* path, BylineSafetensors* file);

/**
   Open a file that is in memory already, and stays there.

   @param name What messages call it.
*/
BylineStatus byline_safetensors_view(const char* name, const void* data,
                                     size_t size, BylineSafetensors* file);

/** Close and clear. */
void byline_safetensors_close(BylineSafetensors* file);

/** A metadata string, or NULL; the file's own. */
const char* byline_safetensors_metadata(const BylineSafetensors* file,
                                        const char* key);

/** A tensor by its name, or NULL; the file's own. */
const BylineStoredTensor* byline_safetensors_find(const BylineSafetensors* file,
                                                  const char* name);

/**
   Read a tensor's elements as floats.

   @param tensor One of the file's, of F32, F16 or U8 elements.
   @param[out] values Room for all of them.
*/
void byline_safetensors_read(const BylineSafetensors* file,
                             const BylineStoredTensor* tensor, float* values);

/**
   Write a file, beside and then renamed.

   @param metadata `n_metadata` of them.
   @param tensors `n_tensors` of them, each name once.
   @param element How to store values: F32, or F16 (rounded) but for what is
   solved for (`solved`) and is an offset, or too large for halves.
   @return BYLINE_OK, BYLINE_ERROR_DATA (a string is not UTF-8),
   BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_safetensors_write(const char* path,
                                      const BylineMetadata* metadata,
                                      size_t n_metadata,
                                      const BylineTensor* const* tensors,
                                      size_t n_tensors, BylineElement element);

/** A tensor to be written as it is in memory. */
typedef struct {
  const char* name;       ///< Each once in a file
  BylineElement element;  ///< Not BYLINE_ELEMENT_OTHER
  uint32_t n_dimensions;  ///< 1 to 4
  uint32_t dimensions[4]; ///< Slowest first
  const void* data;       ///< Little-endian, row by row
} BylinePlainTensor;

/**
   Write tensors of several kinds to a stream; whether all could be written is
   seen by its owner.

   @param path For messages.
   @param n_metadata At least 1.
   @return BYLINE_OK, BYLINE_ERROR_DATA (a string is not UTF-8, or the header
   is longer than what is read) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_safetensors_put(const char* path, FILE* stream,
                                    const BylineMetadata* metadata,
                                    size_t n_metadata,
                                    const BylinePlainTensor* tensors,
                                    size_t n_tensors);

#endif // BYLINE_NN_SAFETENSORS_H
