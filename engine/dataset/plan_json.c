/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/plan_json.h"

#include "base/json.h"

#include <jansson.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

unsigned byline_split_plan_fold(const BylineSplitPlan* plan)
{
  return plan->folds > 0 ? plan->fold + 1 : 0;
}

BylineStatus byline_split_plan_write(const char* path,
                                     const BylineSplitPlan* plan)
{
  const bool by_album = plan->by == BYLINE_BY_ALBUM;
  return byline_json_write(path,
                           json_pack("{s:s, s:I, s:I, s:I}", "by",
                                     by_album ? "album" : "song", "folds",
                                     (json_int_t)plan->folds, "fold",
                                     (json_int_t)byline_split_plan_fold(plan),
                                     "seed", (json_int_t)plan->seed),
                           BYLINE_JSON_DOUBLE);
}

/* Whether an object is a plan that byline_split() could have followed. */
static bool parse(json_t* object, BylineSplitPlan* plan)
{
  const char* by = NULL;
  json_int_t folds = 0;
  json_int_t fold = 0;
  json_int_t seed = 0;
  if (json_unpack(object, "{s:s, s:I, s:I, s:I}", "by", &by, "folds", &folds,
                  "fold", &fold, "seed", &seed) != 0) {
    return false;
  }
  *plan = (BylineSplitPlan){.by = !strcmp(by, "album") ? BYLINE_BY_ALBUM
                                                       : BYLINE_BY_SONG,
                            .folds = (unsigned)folds,
                            .fold = fold > 0 ? (unsigned)fold - 1 : 0,
                            .seed = (uint64_t)seed};
  const bool known = plan->by == BYLINE_BY_ALBUM || !strcmp(by, "song");
  const bool divided = folds >= 2 && folds <= 1000 && fold >= 1;
  return known && seed >= 0 && fold <= folds &&
         (divided || (folds == 0 && fold == 0));
}

BylineStatus byline_split_plan_read(const char* path, BylineSplitPlan* plan,
                                    bool* there)
{
  *there = access(path, F_OK) == 0;
  if (!*there) {
    return BYLINE_OK;
  }
  json_t* const object = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
  const bool valid = parse(object, plan);
  json_decref(object);
  return valid ? BYLINE_OK
               : byline_error(BYLINE_ERROR_FORMAT,
                              "%s: not the plan of a split; 'byline prepare' "
                              "writes it anew",
                              path);
}
