/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/origin.h"

#include "audio/digest.h"
#include "byline/model.h"
#include "models/models.h"

#include <stdio.h>
#include <string.h>

static bool same_artists(const BylineDataset* dataset,
                         const BylineModelInfo* info)
{
  bool same = info->n_artists == byline_dataset_artist_count(dataset);
  for (size_t i = 0; same && i < info->n_artists; ++i) {
    same = !strcmp(info->artists[i], byline_dataset_artist(dataset, i));
  }
  return same;
}

static const BylineTensor* find_tensor(const BylineNetwork* network,
                                       const char* name)
{
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    if (!strcmp(tensor->name, name)) {
      return tensor;
    }
  }
  return NULL;
}

static bool same_shape(const BylineTensor* a, const BylineTensor* b)
{
  return a->n_dimensions == b->n_dimensions &&
         memcmp(a->dimensions, b->dimensions,
                a->n_dimensions * sizeof(*a->dimensions)) == 0;
}

/* Copy what matches of the classifiers, or of all else; returns how many
   tensors did. */
static uint64_t copy_tensors(const BylineNetwork* from, BylineNetwork* to,
                             bool head)
{
  uint64_t n = 0;
  for (size_t i = 0; i < byline_network_tensor_count(to); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(to, i);
    const BylineTensor* const source = find_tensor(from, tensor->name);
    if (source && same_shape(source, tensor) &&
        byline_tensor_is_head(tensor) == head) {
      memcpy(tensor->values, source->values,
             tensor->n_values * sizeof(*tensor->values));
      ++n;
    }
  }
  return n;
}

static BylineStatus take(const char* path, const BylineDataset* dataset,
                         const BylineModelInfo* info, const BylineNetwork* from,
                         BylineNetwork* network, BylineOrigin* origin)
{
  if (!byline_front_ends_match(&info->front_end,
                               byline_dataset_front_end(dataset))) {
    byline_log(BYLINE_LOG_WARNING,
               "%s learnt from other spectrograms than the dataset has; it "
               "will help less",
               path);
  }
  const bool with_head = same_artists(dataset, info);
  origin->with_head = with_head;
  origin->n_tensors = byline_network_tensor_count(network);
  origin->n_taken = copy_tensors(from, network, false);
  if (origin->n_taken == 0) {
    return byline_error(BYLINE_ERROR_DATA,
                        "%s: no tensor of %s fits into %s; set the recipe's "
                        "architecture to the model's",
                        path, byline_network_architecture(from),
                        byline_network_architecture(network));
  }
  if (with_head) {
    origin->n_taken += copy_tensors(from, network, true);
  }
  byline_log(BYLINE_LOG_NOTE, "began with %llu of %llu tensors of %s%s",
             (unsigned long long)origin->n_taken,
             (unsigned long long)origin->n_tensors, path,
             with_head ? "" : "; the classifier is new, since the artists are");
  return BYLINE_OK;
}

BylineStatus byline_origin_take(const char* path, const BylineDataset* dataset,
                                BylineNetwork* network, BylineOrigin* origin,
                                char** learnt)
{
  BylineModelInfo info;
  *learnt = NULL;
  BylineNetwork* from = NULL;
  *origin = (BylineOrigin){.n_taken = 0};
  BylineStatus status = byline_model_open(path, &info, &from);
  if (status != BYLINE_OK) {
    return status;
  }
  const char* const slash = strrchr(path, '/');
  snprintf(origin->name, sizeof(origin->name), "%s", slash ? slash + 1 : path);
  char digest[BYLINE_DIGEST_SIZE];
  status = byline_digest_file(path, digest);
  if (status == BYLINE_OK) {
    memcpy(origin->digest, digest, sizeof(digest));
    status = take(path, dataset, &info, from, network, origin);
  }
  *learnt = info.learnt;
  info.learnt = NULL;
  byline_network_free(from);
  byline_model_info_free(&info);
  return status;
}
