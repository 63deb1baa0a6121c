/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Which architectures there are, and how several become one network. */

#include "base/decimal.h"
#include "byline/model.h"
#include "models/models.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const BylineArchitecture* const architectures[] = {
    &byline_resnet,    &byline_resnext,     &byline_densenet, &byline_wavenet,
    &byline_crnn,      &byline_statistics,  &byline_texture,  &byline_bands,
    &byline_intervals, &byline_modulations, &byline_playing,  &byline_separator,
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
  double weight;   ///< Of its product in the average
  bool multiplied; ///< Its answer by that of the member before it
} Member;

/* The least weight of a member, and room for the text of one */
#define MIN_WEIGHT 0.001
enum { MAX_WEIGHT = 32, MAX_MEMBER = BYLINE_MAX_DESCRIPTION + MAX_WEIGHT + 2 };

/* What is put before the names of members' layers */
static const char* const prefixes[BYLINE_MAX_MEMBERS] = {
    "1.",  "2.",  "3.",  "4.",  "5.",  "6.",  "7.",  "8.",  "9.",  "10.", "11.",
    "12.", "13.", "14.", "15.", "16.", "17.", "18.", "19.", "20.", "21.", "22.",
    "23.", "24.", "25.", "26.", "27.", "28.", "29.", "30.", "31.", "32."};

static BylineStatus unknown(const char* name, size_t length)
{
  char known[160] = "";
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

/* Read "0.25*" before a member, if it is there; moves `text` behind it. */
static BylineStatus read_weight(const char** text, bool multiplied,
                                double* weight)
{
  const size_t length = strcspn(*text, "*+^:");
  *weight = 1;
  if ((*text)[length] != '*') {
    return BYLINE_OK;
  }
  if (multiplied) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "a weight such as '%.*s' stands before the first of "
                        "members that ^ joins, for all of them",
                        (int)length, *text);
  }
  if (!byline_decimal_read(*text, length, weight) || *weight < MIN_WEIGHT ||
      *weight > 1) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "a member's weight is a number from %g to 1, not "
                        "'%.*s'",
                        MIN_WEIGHT, (int)length, *text);
  }
  *text += length + 1;
  return BYLINE_OK;
}

/* Spell a member out */
static void write_member(const Member* member, bool first,
                         char text[MAX_MEMBER])
{
  const char* const separator = member->multiplied ? "^" : "+";
  char weight[MAX_WEIGHT] = "";
  char sizes[BYLINE_MAX_DESCRIPTION];
  if (member->weight < 1) {
    byline_decimal_write(member->weight, weight, sizeof(weight));
  }
  byline_sizes_write(member->architecture->name, member->sizes,
                     member->architecture->n_sizes, sizes);
  snprintf(text, MAX_MEMBER, "%s%s%s%s", first ? "" : separator, weight,
           weight[0] ? "*" : "", sizes);
}

/* Read members joined by '+' or '^', and spell them out */
static BylineStatus read_members(const char* text,
                                 Member members[BYLINE_MAX_MEMBERS], size_t* n,
                                 char description[BYLINE_MAX_ARCHITECTURE])
{
  size_t used = 0;
  *n = 0;
  for (const char* at = text; *n == 0 || *at; ++*n) {
    char one[MAX_MEMBER];
    double weight = 1;
    const bool multiplied = *n > 0 && *at++ == '^';
    BYLINE_TRY(read_weight(&at, multiplied, &weight));
    const size_t length = strcspn(at, "+^");
    if (*n == BYLINE_MAX_MEMBERS || length >= BYLINE_MAX_DESCRIPTION) {
      return byline_error(BYLINE_ERROR_USAGE,
                          "architecture '%.60s...' has more than %d members, "
                          "or one that is too long",
                          text, BYLINE_MAX_MEMBERS);
    }
    snprintf(one, sizeof(one), "%.*s", (int)length, at);
    Member* const member = &members[*n];
    BYLINE_TRY(read_member(one, member));
    member->weight = weight;
    member->multiplied = multiplied;
    write_member(member, *n == 0, one);
    used += (size_t)snprintf(description + used, BYLINE_MAX_ARCHITECTURE - used,
                             "%s", one);
    at += length;
  }
  return BYLINE_OK;
}

/* Of n members whose answers are multiplied, each counts as if the whole were
   as much evidence as the square root of n of them: they hear the same music,
   but something else of it.  (On validation of the corpus four kinds of
   statistics were as sure as they should be at 0.38.) */
static float power_of(size_t n)
{
  return 1 / sqrtf((float)n);
}

/* Add the members, of whom those that ^ joins answer together: by the product
   of what they say.  The weighted average of what these say is what the network
   says.  Trained like this, all learn by the loss of the average. */
static unsigned add_members(BylineNetwork* network, const Member* members,
                            size_t n, unsigned* features)
{
  unsigned logits = 0;
  double weight = 0; /* Of those before */
  for (size_t i = 0; i < n;) {
    const size_t first = i;
    size_t end = i + 1;
    while (end < n && members[end].multiplied) {
      ++end;
    }
    const float power = power_of(end - first);
    unsigned vote = 0;
    for (; i < end; ++i) {
      unsigned own = 0;
      byline_network_set_prefix(network, n > 1 ? prefixes[i] : "");
      const unsigned factor =
          members[i].architecture->build(network, members[i].sizes, &own);
      byline_network_set_prefix(network, "");
      *features =
          i ? byline_concat_add(network, "features", *features, own) : own;
      vote = i == first ? factor
                        : byline_product_add(network, "product", vote,
                                             i == first + 1 ? power : 1, factor,
                                             power);
    }
    logits = first
                 ? byline_mixture_add(network, "mixture", logits, vote,
                                      weight / (weight + members[first].weight))
                 : vote;
    weight += members[first].weight;
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
  BYLINE_TRY(read_members(strcmp(architecture, ensemble_name) ? architecture
                                                              : ensemble,
                          members, &n, description));
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
  BYLINE_TRY(byline_network_new(architecture, shape, network));
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
