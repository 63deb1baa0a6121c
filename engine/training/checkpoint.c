/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/checkpoint.h"

#include "base/file.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

/* The file: this head, the recipe's text, the blocks of numbers, and the
   checksum of all that. */
typedef struct {
  char magic[16];
  uint64_t data;
  uint64_t recipe_size;
  uint64_t block_size; ///< Bytes of all blocks
  BylinePretrained pretrained;
  BylineProgress progress;
} Head;

_Static_assert(sizeof(Head) % sizeof(uint64_t) == 0 &&
                   sizeof(BylinePretrained) == 88 + 40 + 3 * sizeof(uint64_t),
               "a checkpoint's head has the same bytes everywhere");

static const char magic[16] = "byline check 2\n";

static uint64_t hash_text(uint64_t h, const char* text)
{
  return byline_hash(h, text, strlen(text) + 1);
}

static uint64_t hash_dataset(uint64_t h, const BylineDataset* dataset)
{
  for (size_t i = 0; i < byline_dataset_artist_count(dataset); ++i) {
    h = hash_text(h, byline_dataset_artist(dataset, i));
  }
  for (size_t i = 0; i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    const uint64_t numbers[] = {song->artist, (uint64_t)song->split,
                                song->n_frames};
    h = byline_hash(h, numbers, sizeof(numbers));
  }
  return h;
}

uint64_t byline_checkpoint_data(const BylineDataset* dataset,
                                const BylineStrangers* strangers)
{
  const uint64_t h = hash_dataset(BYLINE_HASH_BEGIN, dataset);
  return strangers ? hash_dataset(h, strangers->dataset) : h;
}

uint64_t byline_checkpoint_data_hash(const BylineDataset* dataset)
{
  uint64_t h = BYLINE_HASH_BEGIN;
  for (size_t i = 0; i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    h = hash_text(h, byline_dataset_artist(dataset, song->artist));
    h = hash_text(h, song->recording);
  }
  return h;
}

typedef void (*BlockFunction)(void* user, float* values, size_t size);

/* Visit all blocks of numbers, in the order in which the file has them. */
static void visit(const BylineTrainingState* state, BlockFunction function,
                  void* user)
{
  const size_t n = byline_network_tensor_count(state->network);
  for (size_t i = 0; i < n; ++i) {
    const BylineTensor* const tensor = byline_network_tensor(state->network, i);
    const size_t size = tensor->n_values * sizeof(float);
    float* const velocity = byline_sgd_velocity(state->sgd, i);
    function(user, tensor->values, size);
    if (velocity) {
      function(user, velocity, size);
    }
    if (state->average) {
      function(user, byline_average_values(state->average, i), size);
    }
  }
}

static void add_size(void* user, float* values, size_t size)
{
  (void)values;
  *(uint64_t*)user += size;
}

/* A file being written, and the hash of what it has so far */
typedef struct {
  FILE* stream;
  uint64_t hash;
} Writer;

static void put(Writer* writer, const void* data, size_t size)
{
  fwrite(data, 1, size, writer->stream);
  writer->hash = byline_hash(writer->hash, data, size);
}

static void put_block(void* user, float* values, size_t size)
{
  put(user, values, size);
}

BylineStatus byline_checkpoint_write(const char* path,
                                     const BylineTrainingState* state)
{
  BylineOutput output;
  char* const recipe = byline_recipe_text(state->recipe);
  if (!recipe) {
    return byline_no_memory(path);
  }
  const BylineStatus status = byline_output_open(path, &output);
  if (status != BYLINE_OK) {
    free(recipe);
    return status;
  }
  Head head = {.data = state->data,
               .recipe_size = strlen(recipe),
               .pretrained = state->pretrained,
               .progress = state->progress};
  memcpy(head.magic, magic, sizeof(magic));
  visit(state, add_size, &head.block_size);

  Writer writer = {.stream = output.stream, .hash = BYLINE_HASH_BEGIN};
  put(&writer, &head, sizeof(head));
  put(&writer, recipe, head.recipe_size);
  visit(state, put_block, &writer);
  fwrite(&writer.hash, sizeof(writer.hash), 1, output.stream);
  free(recipe);
  return byline_output_commit(&output);
}

static BylineStatus damaged(const char* path)
{
  return byline_error(BYLINE_ERROR_FORMAT,
                      "%s: not a checkpoint, or a damaged one; delete it to "
                      "train from the beginning",
                      path);
}

/* Copy the head and check that the file is whole. */
static BylineStatus check(const char* path, const BylineMapping* file,
                          Head* head)
{
  uint64_t sum;
  *head = (Head){.data = 0};
  if (file->size < sizeof(*head) + sizeof(sum)) {
    return damaged(path);
  }
  memcpy(head, file->data, sizeof(*head));
  const size_t rest = file->size - sizeof(*head) - sizeof(sum);
  if (memcmp(head->magic, magic, sizeof(magic)) != 0 ||
      head->recipe_size > rest ||
      head->block_size != rest - head->recipe_size) {
    return damaged(path);
  }
  const char* const bytes = file->data;
  memcpy(&sum, bytes + file->size - sizeof(sum), sizeof(sum));
  if (byline_hash(BYLINE_HASH_BEGIN, bytes, file->size - sizeof(sum)) != sum) {
    return damaged(path);
  }
  return BYLINE_OK;
}

/* Copy out the recipe's text. */
static char* recipe_text(const BylineMapping* file, const Head* head)
{
  return strndup((const char*)file->data + sizeof(*head), head->recipe_size);
}

BylineStatus byline_checkpoint_recipe(const char* path, BylineRecipe* recipe)
{
  BylineMapping file;
  Head head;
  BYLINE_TRY(byline_mapping_open(path, &file));
  BylineStatus status = check(path, &file, &head);
  if (status == BYLINE_OK) {
    char* const text = recipe_text(&file, &head);
    *recipe = byline_recipe_default();
    status =
        text ? byline_recipe_parse(recipe, text, path) : byline_no_memory(path);
    free(text);
  }
  byline_mapping_close(&file);
  return status;
}

/* Name the first line in which two texts of as many lines differ. */
static BylineStatus compare_recipes(const char* path, const char* old,
                                    const char* new)
{
  while (*old && *new) {
    const size_t a = strcspn(old, "\n");
    const size_t b = strcspn(new, "\n");
    if (a != b || memcmp(old, new, a) != 0) {
      return byline_error(BYLINE_ERROR_FORMAT,
                          "%s: was made with %.*s, not %.*s; a resumed "
                          "training keeps its recipe",
                          path, (int)a, old, (int)b, new);
    }
    old += a + (old[a] == '\n');
    new += b + (new[b] == '\n');
  }
  return BYLINE_OK;
}

static BylineStatus compare_pretrained(const char* path,
                                       const BylinePretrained* old,
                                       const BylinePretrained* new)
{
  if (new->digest[0] &&
      memcmp(old->digest, new->digest, sizeof(old->digest)) != 0) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: was begun with %s, not with this %s; train into a "
                        "new folder",
                        path, old->name[0] ? old->name : "random weights",
                        new->name);
  }
  return BYLINE_OK;
}

static void get_block(void* user, float* values, size_t size)
{
  const char** const place = user;
  memcpy(values, *place, size);
  *place += size;
}

static BylineStatus restore(const char* path, const BylineMapping* file,
                            const Head* head, BylineTrainingState* state)
{
  char* const old = recipe_text(file, head);
  char* const new = byline_recipe_text(state->recipe);
  const BylineStatus status =
      old && new ? compare_recipes(path, old, new) : byline_no_memory(path);
  free(old);
  free(new);
  BYLINE_TRY(status);
  BYLINE_TRY(compare_pretrained(path, &head->pretrained, &state->pretrained));
  uint64_t block_size = 0;
  visit(state, add_size, &block_size);
  if (head->data != state->data || head->block_size != block_size) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: was made with another dataset or strangers; "
                        "train into a new folder",
                        path);
  }
  const char* place =
      (const char*)file->data + sizeof(*head) + head->recipe_size;
  visit(state, get_block, &place);
  state->progress = head->progress;
  state->pretrained = head->pretrained;
  return BYLINE_OK;
}

BylineStatus byline_checkpoint_read(const char* path,
                                    BylineTrainingState* state)
{
  BylineMapping file;
  Head head;
  BYLINE_TRY(byline_mapping_open(path, &file));
  BylineStatus status = check(path, &file, &head);
  BYLINE_THEN(status, restore(path, &file, &head, state));
  byline_mapping_close(&file);
  return status;
}
