/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Several networks as one, whose members they become. */

#include "base/decimal.h"
#include "byline/model.h"
#include "models/models.h"

#include <stdio.h>
#include <string.h>

/* The members of an architecture, and their weights */
typedef struct {
  size_t n;
  const char* texts[BYLINE_MAX_MEMBERS]; ///< Without weights
  size_t lengths[BYLINE_MAX_MEMBERS];    ///< Of these
  double weights[BYLINE_MAX_MEMBERS];    ///< Their sum is 1
} Parts;

/* Take an architecture apart; one that is spelled out, as networks' are. */
static void take_apart(const char* architecture, Parts* parts)
{
  double sum = 0;
  parts->n = 0;
  for (const char* at = architecture; *at && parts->n < BYLINE_MAX_MEMBERS;) {
    const size_t length = strcspn(at, "+");
    const size_t weight = strcspn(at, "*+");
    const bool weighed = weight < length;
    double value = 1;
    if (weighed) {
      (void)byline_decimal_read(at, weight, &value);
    }
    const size_t skipped = weighed ? weight + 1 : 0;
    parts->texts[parts->n] = at + skipped;
    parts->lengths[parts->n] = length - skipped;
    parts->weights[parts->n++] = value;
    sum += value;
    at += length + (at[length] == '+');
  }
  for (size_t i = 0; i < parts->n; ++i) {
    parts->weights[i] /= sum;
  }
}

/* "resnet:width=16+resnet:width=16", or "0.75*resnet+0.25*statistics" where
   weights differ */
static void write_sum(BylineNetwork* const* networks, size_t n,
                      const double* weights, char* text, size_t size)
{
  size_t used = 0;
  double sum = 0;
  bool alike = !weights;
  for (size_t i = 0; i < n; ++i) {
    sum += weights ? weights[i] : 1;
    alike = alike && !strchr(byline_network_architecture(networks[i]), '+');
  }
  text[0] = '\0';
  for (size_t i = 0; i < n; ++i) {
    Parts parts;
    take_apart(byline_network_architecture(networks[i]), &parts);
    for (size_t k = 0; k < parts.n && used < size; ++k) {
      char weight[32] = "";
      if (!alike) {
        byline_decimal_write((weights ? weights[i] : 1) / sum *
                                 parts.weights[k],
                             weight, sizeof(weight));
      }
      used += (size_t)snprintf(text + used, size - used, "%s%s%s%.*s",
                               used ? "+" : "", weight, alike ? "" : "*",
                               (int)parts.lengths[k], parts.texts[k]);
    }
  }
}

void byline_architecture_networks(const char* architecture, char* networks)
{
  Parts parts;
  size_t used = 0;
  take_apart(architecture, &parts);
  networks[0] = '\0';
  for (size_t i = 0; i < parts.n; ++i) {
    if (!byline_architecture_is_solved(parts.texts[i], parts.lengths[i])) {
      used += (size_t)snprintf(networks + used, BYLINE_MAX_ARCHITECTURE - used,
                               "%s%.*s", used ? "+" : "", (int)parts.lengths[i],
                               parts.texts[i]);
    }
  }
  if (used == 0) {
    snprintf(networks, BYLINE_MAX_ARCHITECTURE, "%s", architecture);
  }
}

void byline_architecture_read(const char* stored, char* architecture)
{
  const char* const size = "prototypes=";
  size_t used = 0;
  for (const char* at = stored; *at && used < BYLINE_MAX_ARCHITECTURE;) {
    const size_t length = strcspn(at, "+");
    const size_t weight = strspn(at, "0123456789.*");
    const bool lacks =
        byline_architecture_is_solved(at + weight, length - weight) &&
        !memmem(at, length, size, strlen(size));
    const char* const before = memchr(at, ':', length) ? "," : ":";
    used += (size_t)snprintf(
        architecture + used, BYLINE_MAX_ARCHITECTURE - used, "%s%.*s%s%s%s",
        at == stored ? "" : "+", (int)length, at, lacks ? before : "",
        lacks ? size : "", lacks ? "0" : "");
    at += length + (at[length] == '+');
  }
}

/* Copy all tensors.  A classifier is divided by its network's temperature, so
   that calibrated probabilities are averaged.  A member's tensors are in its
   network's order, one member behind the other. */
static void copy_tensors(BylineNetwork* const* networks, size_t n,
                         const double* temperatures, BylineNetwork* network)
{
  size_t next = 0;
  for (size_t i = 0; i < n; ++i) {
    const size_t n_tensors = byline_network_tensor_count(networks[i]);
    for (size_t k = 0; k < n_tensors; ++k) {
      const BylineTensor* const from = byline_network_tensor(networks[i], k);
      const BylineTensor* const to = byline_network_tensor(network, next++);
      const float scale =
          byline_tensor_scales_logits(from) ? 1 / (float)temperatures[i] : 1;
      for (size_t v = 0; v < from->n_values; ++v) {
        to->values[v] = scale * from->values[v];
      }
    }
  }
}

BylineStatus byline_networks_join(BylineNetwork* const* networks, size_t n,
                                  const double* weights,
                                  const double* temperatures,
                                  BylineNetwork** network)
{
  char architecture[BYLINE_MAX_ARCHITECTURE];
  write_sum(networks, n, weights, architecture, sizeof(architecture));
  BYLINE_TRY(byline_classifier_new(architecture,
                                   byline_network_shape(networks[0]), network));
  copy_tensors(networks, n, temperatures, *network);
  return BYLINE_OK;
}
