/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Which architectures there are. */

#include "models/models.h"

#include <stdio.h>
#include <string.h>

static const struct {
  const char* name;
  BylineModelBuilder build;
} models[] = {
    {"resnet", byline_resnet_new},
};

enum { N_MODELS = sizeof(models) / sizeof(*models) };

static BylineStatus unknown_model(const char* name, size_t length)
{
  char known[128] = "";
  for (size_t i = 0; i < N_MODELS; ++i) {
    const size_t used = strlen(known);
    snprintf(known + used, sizeof(known) - used, "%s%s", i ? ", " : "",
             models[i].name);
  }
  return byline_error(BYLINE_ERROR_USAGE,
                      "no architecture '%.*s'; there are %s", (int)length, name,
                      known);
}

BylineStatus byline_network_new(const char* architecture,
                                const BylineNetworkShape* shape,
                                BylineNetwork** network)
{
  *network = NULL;
  const size_t length = strcspn(architecture, ":");
  const char* const colon = architecture + length;
  for (size_t i = 0; i < N_MODELS; ++i) {
    if (strlen(models[i].name) == length &&
        !strncmp(models[i].name, architecture, length)) {
      return models[i].build(*colon ? colon + 1 : colon, shape, network);
    }
  }
  return unknown_model(architecture, length);
}
