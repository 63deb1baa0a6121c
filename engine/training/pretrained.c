/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/pretrained.h"

#include "audio/digest.h"
#include "byline/model.h"
#include "models/models.h"
#include "training/statistics_fit.h"

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

static const BylineTensor* find_exactly(const BylineNetwork* network,
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

/* Of that name, or of the first member, which statistics may have been added to
 */
static const BylineTensor* find_tensor(const BylineNetwork* network,
                                       const char* name)
{
  char member[256];
  snprintf(member, sizeof(member), "1.%s", name);
  const BylineTensor* const found = find_exactly(network, name);
  return found ? found : find_exactly(network, member);
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
                         BylineNetwork* network, BylinePretrained* pretrained)
{
  if (!byline_front_ends_match(&info->front_end,
                               byline_dataset_front_end(dataset))) {
    byline_log(BYLINE_LOG_WARNING,
               "%s learnt from other spectrograms than the dataset has; it "
               "will help less",
               path);
  }
  if (byline_statistics_are_all(from)) {
    byline_log(BYLINE_LOG_NOTE,
               "%s consists of statistics, which are found anew: nothing to "
               "begin with",
               path);
    return BYLINE_OK;
  }
  const bool with_head = same_artists(dataset, info);
  pretrained->with_head = with_head;
  pretrained->n_tensors = byline_network_tensor_count(network);
  pretrained->n_taken = copy_tensors(from, network, false);
  if (pretrained->n_taken == 0) {
    return byline_error(BYLINE_ERROR_DATA,
                        "%s: no tensor of %s fits into %s; set the recipe's "
                        "architecture to the model's",
                        path, byline_network_architecture(from),
                        byline_network_architecture(network));
  }
  if (with_head) {
    pretrained->n_taken += copy_tensors(from, network, true);
  }
  byline_log(BYLINE_LOG_NOTE, "began with %llu of %llu tensors of %s%s",
             (unsigned long long)pretrained->n_taken,
             (unsigned long long)pretrained->n_tensors, path,
             with_head ? "" : "; the classifier is new, since the artists are");
  return BYLINE_OK;
}

BylineStatus byline_pretrained_load(const char* path,
                                    const BylineDataset* dataset,
                                    BylineNetwork* network,
                                    BylinePretrained* pretrained, char** learnt)
{
  BylineModelInfo info;
  *learnt = NULL;
  BylineNetwork* from = NULL;
  *pretrained = (BylinePretrained){.n_taken = 0};
  BYLINE_TRY(byline_model_open(path, &info, &from));
  const char* const slash = strrchr(path, '/');
  snprintf(pretrained->name, sizeof(pretrained->name), "%s",
           slash ? slash + 1 : path);
  char digest[BYLINE_DIGEST_SIZE];
  BylineStatus status = byline_digest_file(path, digest);
  if (status == BYLINE_OK) {
    memcpy(pretrained->digest, digest, sizeof(digest));
    status = take(path, dataset, &info, from, network, pretrained);
  }
  *learnt = info.learnt;
  info.learnt = NULL;
  byline_network_free(from);
  byline_model_info_free(&info);
  return status;
}
