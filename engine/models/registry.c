/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Which architectures there are, how several become one network, and what they
   have in common. */

#include "byline/model.h"
#include "models/models.h"

#include <stdio.h>
#include <string.h>

static const BylineArchitecture* const architectures[] = {
    &byline_resnet,  &byline_resnext, &byline_densenet,
    &byline_wavenet, &byline_crnn,    &byline_separator,
};

enum { N_ARCHITECTURES = sizeof(architectures) / sizeof(*architectures) };

/* The usual ensemble: a ResNet, which sees patterns in time and pitch, and
   a WaveNet, which sees how spectra follow each other */
static const char ensemble_name[] = "ensemble";
static const char ensemble[] = "resnet+wavenet";

/* A part of a network that is complete in itself */
typedef struct {
  const BylineArchitecture* architecture;
  BylineSize sizes[BYLINE_MAX_SIZES];
} Member;

/* What is put before the names of members' layers */
static const char* const prefixes[BYLINE_MAX_MEMBERS] = {
    "1.", "2.", "3.", "4.", "5.", "6.", "7.", "8."};

static BylineStatus unknown(const char* name, size_t length)
{
  char known[128] = "";
  for (size_t i = 0; i < N_ARCHITECTURES; ++i) {
    const size_t used = strlen(known);
    snprintf(known + used, sizeof(known) - used, "%s, ",
             architectures[i]->name);
  }
  return byline_error(BYLINE_ERROR_USAGE,
                      "no architecture '%.*s'; there are %sand %s for %s",
                      (int)length, name, known, ensemble_name, ensemble);
}

/* Read "resnet:width=16" */
static BylineStatus read_member(const char* text, Member* member)
{
  const size_t length = strcspn(text, ":");
  for (size_t i = 0; i < N_ARCHITECTURES; ++i) {
    const BylineArchitecture* const known = architectures[i];
    if (strlen(known->name) == length && !strncmp(known->name, text, length)) {
      member->architecture = known;
      memcpy(member->sizes, known->sizes,
             known->n_sizes * sizeof(*known->sizes));
      return byline_sizes_read(known->name,
                               text + length + (text[length] == ':'),
                               member->sizes, known->n_sizes);
    }
  }
  return unknown(text, length);
}

/* Read members joined by '+', and spell them out */
static BylineStatus read_members(const char* text,
                                 Member members[BYLINE_MAX_MEMBERS], size_t* n,
                                 char description[BYLINE_MAX_ARCHITECTURE])
{
  size_t used = 0;
  *n = 0;
  for (const char* at = text; *n == 0 || *at++ == '+'; ++*n) {
    char one[BYLINE_MAX_DESCRIPTION];
    const size_t length = strcspn(at, "+");
    if (*n == BYLINE_MAX_MEMBERS || length >= sizeof(one)) {
      return byline_error(BYLINE_ERROR_USAGE,
                          "architecture '%.60s...' has more than %d members, "
                          "or one that is too long",
                          text, BYLINE_MAX_MEMBERS);
    }
    snprintf(one, sizeof(one), "%.*s", (int)length, at);
    Member* const member = &members[*n];
    const BylineStatus status = read_member(one, member);
    if (status != BYLINE_OK) {
      return status;
    }
    byline_sizes_write(member->architecture->name, member->sizes,
                       member->architecture->n_sizes, one);
    used += (size_t)snprintf(description + used, BYLINE_MAX_ARCHITECTURE - used,
                             "%s%s", *n ? "+" : "", one);
    at += length;
  }
  return BYLINE_OK;
}

/* Add the members; the average of what they say is what the network says.
   Trained like this, all learn by the loss of the average. */
static unsigned add_members(BylineNetwork* network, const Member* members,
                            size_t n, unsigned* features)
{
  unsigned logits = 0;
  for (size_t i = 0; i < n; ++i) {
    unsigned own = 0;
    byline_network_set_prefix(network, n > 1 ? prefixes[i] : "");
    const unsigned vote =
        members[i].architecture->build(network, members[i].sizes, &own);
    byline_network_set_prefix(network, "");
    *features =
        i ? byline_concat_add(network, "features", *features, own) : own;
    logits = i ? byline_mixture_add(network, "mixture", logits, vote,
                                    (double)i / (double)(i + 1))
               : vote;
  }
  return logits;
}

BylineStatus byline_network_new(const char* architecture,
                                const BylineNetworkShape* shape,
                                BylineNetwork** network)
{
  *network = NULL;
  Member members[BYLINE_MAX_MEMBERS];
  size_t n = 0;
  char description[BYLINE_MAX_ARCHITECTURE];
  const BylineStatus status = read_members(
      strcmp(architecture, ensemble_name) ? architecture : ensemble, members,
      &n, description);
  if (status != BYLINE_OK) {
    return status;
  }
  BylineNetwork* const begun = byline_network_begin(shape);
  if (!begun) {
    return BYLINE_ERROR_MEMORY;
  }
  unsigned features = 0;
  add_members(begun, members, n, &features);
  return byline_network_finish(begun, description, features, network);
}

BylineStatus byline_classifier_new(const char* architecture,
                                   const BylineNetworkShape* shape,
                                   BylineNetwork** network)
{
  const BylineStatus status = byline_network_new(architecture, shape, network);
  if (status != BYLINE_OK) {
    return status;
  }
  const BylineNetwork* const n = *network;
  const BylineMapShape* const last = byline_network_map(n, n->n_layers - 1);
  if (last->rows == 1 && last->columns == 1) {
    return BYLINE_OK;
  }
  byline_network_free(*network);
  *network = NULL;
  return byline_error(BYLINE_ERROR_USAGE,
                      "it finds voices and cannot tell artists; take another, "
                      "such as resnet");
}

unsigned byline_conv_norm_add(BylineNetwork* network, const char* name,
                              unsigned input,
                              const BylineConvolution* convolution,
                              const BylineNormalization* normalization)
{
  char norm[64];
  snprintf(norm, sizeof(norm), "%s.norm", name);
  const unsigned sum =
      byline_convolution_add(network, name, input, convolution);
  return byline_batch_norm_add(network, norm, sum, normalization);
}

unsigned byline_stem_add(BylineNetwork* network, uint32_t channels)
{
  const unsigned stem = byline_conv_norm_add(
      network, "stem.conv", 0,
      &(BylineConvolution){.channels = channels,
                           .rows = 7,
                           .columns = 7,
                           .row_stride = 2,
                           .column_stride = 2,
                           .row_padding = 3,
                           .column_padding = 3},
      &(BylineNormalization){.relu = true, .add = BYLINE_NO_LAYER});
  return byline_max_pool_add(network, "stem.pool", stem,
                             &(BylinePoolWindow){.rows = 3,
                                                 .columns = 3,
                                                 .row_stride = 2,
                                                 .column_stride = 2,
                                                 .row_padding = 1,
                                                 .column_padding = 1});
}

unsigned byline_head_add(BylineNetwork* network, unsigned input, double dropout,
                         unsigned* features)
{
  *features = byline_global_pool_add(network, "pool", input);
  const unsigned dropped =
      byline_dropout_add(network, "dropout", *features, (float)dropout);
  return byline_linear_add(network, "head", dropped, network->shape.n_classes);
}

bool byline_tensor_is_head(const BylineTensor* tensor)
{
  /* Such as "head.weight", or "2.head.bias" in an ensemble */
  const char* const head = strstr(tensor->name, "head.");
  return head && (head == tensor->name || head[-1] == '.');
}
