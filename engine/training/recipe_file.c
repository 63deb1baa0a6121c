/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Recipes as text: lines of key = value. */

#include "base/file.h"
#include "byline/training.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Cut the spaces from both ends of a text, in place. */
static char* trim(char* text)
{
  while (isspace((unsigned char)*text)) {
    ++text;
  }
  char* end = text + strlen(text);
  while (end > text && isspace((unsigned char)end[-1])) {
    --end;
  }
  *end = '\0';
  return text;
}

static BylineStatus assign(BylineRecipe* recipe, char* text)
{
  char* const equals = strchr(text, '=');
  if (!equals) {
    return byline_error(BYLINE_ERROR_USAGE, "'%s' is not key = value",
                        trim(text));
  }
  *equals = '\0';
  return byline_recipe_set(recipe, trim(text), trim(equals + 1));
}

BylineStatus byline_recipe_assign(BylineRecipe* recipe, const char* text)
{
  char* const copy = strdup(text);
  if (!copy) {
    return byline_no_memory("a recipe");
  }
  const BylineStatus status = assign(recipe, copy);
  free(copy);
  return status;
}

static BylineStatus follow_line(BylineRecipe* recipe, char* line)
{
  line = trim(line);
  const bool nothing = !*line || *line == '#' || *line == ';';
  return nothing ? BYLINE_OK : assign(recipe, line);
}

BylineStatus byline_recipe_parse(BylineRecipe* recipe, const char* text,
                                 const char* where)
{
  char* const copy = strdup(text);
  if (!copy) {
    return byline_no_memory(where);
  }
  BylineStatus status = BYLINE_OK;
  unsigned number = 0;
  for (char* line = copy; line && status == BYLINE_OK;) {
    ++number;
    char* const next = strchr(line, '\n');
    if (next) {
      *next = '\0';
    }
    status = follow_line(recipe, line);
    line = next ? next + 1 : NULL;
  }
  if (status != BYLINE_OK) {
    char message[512];
    snprintf(message, sizeof(message), "%s", byline_error_message());
    byline_error(status, "%s, line %u: %s", where, number, message);
  }
  free(copy);
  return status;
}

BylineStatus byline_recipe_read(BylineRecipe* recipe, const char* path)
{
  BylineMapping file;
  BylineStatus status = byline_mapping_open(path, &file);
  if (status != BYLINE_OK) {
    return status;
  }
  char* const text = strndup(file.data ? file.data : "", file.size);
  if (text) {
    status = byline_recipe_parse(recipe, text, path);
  } else {
    status = byline_no_memory(path);
  }
  free(text);
  byline_mapping_close(&file);
  return status;
}
