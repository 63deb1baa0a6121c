/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "state.h"

#include "byline/plugin.h"
#include "features.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Free a path that the host's mapPath has made */
static void free_path(const LV2_Feature* const* features, char* path)
{
  const LV2_State_Free_Path* const feature =
      byline_feature_find(features, LV2_STATE__freePath);
  if (feature) {
    feature->free_path(feature->handle, path);
  } else {
    free(path);
  }
}

static LV2_State_Status save_path(const char* path, const BylineUris* uris,
                                  LV2_State_Store_Function store,
                                  LV2_State_Handle handle,
                                  const LV2_Feature* const* features)
{
  const LV2_State_Map_Path* const map =
      byline_feature_find(features, LV2_STATE__mapPath);
  char* const mapped = map ? map->abstract_path(map->handle, path) : NULL;
  const char* const value = mapped ? mapped : path;
  const LV2_State_Status status =
      store(handle, uris->byline_modelFile, value, strlen(value) + 1,
            uris->atom_Path, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
  if (mapped) {
    free_path(features, mapped);
  }
  return status;
}

LV2_State_Status byline_state_save(const BylineSession* session,
                                   const BylineUris* uris,
                                   LV2_State_Store_Function store,
                                   LV2_State_Handle handle,
                                   const LV2_Feature* const* features)
{
  const char* const path = byline_session_choice(session);
  if (path) {
    return save_path(path, uris, store, handle, features);
  }
  /* The bundle's model is named by a flag, not by a path: it may lie elsewhere
     when the session is opened, and hosts would copy the file */
  const int32_t yes = 1;
  return store(handle, uris->byline_defaultModel, &yes, sizeof(yes),
               uris->atom_Bool, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
}

static void restore_path(BylineSession* session, const char* path,
                         const LV2_Feature* const* features)
{
  const LV2_State_Map_Path* const map =
      byline_feature_find(features, LV2_STATE__mapPath);
  char* const mapped = map ? map->absolute_path(map->handle, path) : NULL;
  byline_session_choose(session, mapped ? mapped : path);
  if (mapped) {
    free_path(features, mapped);
  }
}

LV2_State_Status byline_state_restore(BylineSession* session,
                                      const BylineUris* uris,
                                      LV2_State_Retrieve_Function retrieve,
                                      LV2_State_Handle handle,
                                      const LV2_Feature* const* features)
{
  size_t size = 0;
  uint32_t type = 0;
  uint32_t flags = 0;
  const char* const path =
      retrieve(handle, uris->byline_modelFile, &size, &type, &flags);
  if (path) {
    if (type != uris->atom_Path || size == 0 || path[size - 1] != '\0') {
      return LV2_STATE_ERR_BAD_TYPE;
    }
    restore_path(session, path, features);
    return LV2_STATE_SUCCESS;
  }
  /* With neither, as in presets that only turn knobs, the model stays */
  if (retrieve(handle, uris->byline_defaultModel, &size, &type, &flags)) {
    byline_session_choose(session, NULL);
  }
  return LV2_STATE_SUCCESS;
}
